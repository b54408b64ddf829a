using Locket.Chaos.Runs;

namespace Locket.Server.Tests.Client;

public sealed class ChaosScheduleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_260_101)]
    [InlineData(ulong.MaxValue)]
    public void A_seed_gives_the_same_schedule_every_time(ulong seed) => Assert.Equal(Schedule.Of(seed).ToString(), Schedule.Of(seed).ToString());

    [Fact]
    public void A_schedule_stays_what_it_was_when_a_fault_was_found_with_it() => Assert.Equal(
        """
        seed 7: 2 conversations of 48, keys of the library, up to 4 ms apart
            480 ms  CutReply
            485 ms  CutReply
            544 ms  CutReply
            749 ms  Reset for 115 ms
            791 ms  Reset for 100 ms
            883 ms  DiskFull for 101 ms
            898 ms  KillClient
        """,
        Schedule.Of(7).ToString());

    [Fact]
    public void Other_seeds_give_other_schedules_and_every_fault_has_its_turn()
    {
        var schedules = Enumerable.Range(1, 100).Select(seed => Schedule.Of((ulong)seed)).ToList();

        Assert.Equal(100, schedules.Select(schedule => schedule.ToString()[10..]).Distinct().Count());
        Assert.All(Enum.GetValues<FaultKind>(), kind => Assert.Contains(schedules, schedule => schedule.Faults.Any(fault => fault.Kind == kind)));
        Assert.All(schedules, schedule => Assert.Equal(schedule.Faults.OrderBy(fault => fault.At), schedule.Faults));
    }
}
