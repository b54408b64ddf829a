using CsCheck;
using Locket.Engine.Search;

namespace Locket.Tests.Search;

/// <summary>A short cut is right when it finds what the long way finds.</summary>
public class TimeOrderTests
{
    private static readonly Gen<DateTime> Moments = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks],
        Gen.Long[new DateTime(2022, 12, 1).Ticks, new DateTime(2025, 2, 1).Ticks],
        Gen.OneOf(DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks, new DateTime(2024, 2, 29).Ticks, new DateTime(2023, 12, 31).Ticks, new DateTime(9999, 12, 1).Ticks))
        .Select(ticks => new DateTime(ticks, DateTimeKind.Utc));

    // How to change, which memory, to what time: many fall together.
    private static readonly Gen<(int What, int Which, int When)[]> Steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5000], Gen.Int[0, 400]).Array[1, 4000];

    [Fact]
    public void What_it_finds_is_what_looking_at_all_finds() => Gen.Select(Steps, Gen.Int[0, 400], Gen.Int[0, 400]).Sample(
        input =>
        {
            var (steps, start, length) = input;
            var (order, entries) = (new TimeOrder(), new List<Entry?>());
            foreach (var (what, which, when) in steps)
            {
                Change(order, entries, what, which, when);
            }

            Stretch[] asked = [new(start, start + length), new(start + length + 5, start + length + 9)];
            var expected = entries.OfType<Entry>().Where(entry => Array.Exists(asked, one => entry.Ticks >= one.Start && entry.Ticks < one.End)).Select(entry => entry.Number);
            var filled = new TimeOrder();
            filled.Fill([.. entries]);

            Assert.Equal(expected, order.Within(asked, [.. entries]).Order());
            Assert.Equal(expected, filled.Within(asked, [.. entries]).Order());
        },
        iter: 60);

    [Fact]
    public void Nothing_near_a_named_time_lies_outside_of_its_stretches() => Gen.Select(Moments, Windows, Moments).Sample(input =>
    {
        var (moment, window, other) = input;
        var years = (Math.Min(moment.Year, other.Year), Math.Max(moment.Year, other.Year));
        var isInside = window.Stretches(years).Count(stretch => moment.Ticks >= stretch.Start && moment.Ticks < stretch.End);

        Assert.True(isInside is 0 or 1);
        Assert.True(isInside == 1 || window.NearnessOf(moment.Ticks) <= 0 || moment == DateTime.MaxValue, $"{window} is near {moment:o}");
    });

    [Fact]
    public void The_first_month_there_is_comes_after_a_december() =>
        Assert.Contains(new DateWindow(null, 12, 10).Stretches((1, 1)), stretch => stretch is { Start: 0 } && stretch.End == new DateTime(1, 2, 1).Ticks);

    private static Gen<INamedTime> Windows => Gen.OneOf<INamedTime>(
        Gen.Select(Gen.OneOf(Gen.Int[2022, 2025], Gen.OneOf(1, 1900, 9999)), Gen.Int[0, 12], Gen.Int[0, 31])
            .Select(parts => (INamedTime)new DateWindow(parts.Item1, parts.Item2 == 0 ? null : parts.Item2, parts.Item2 == 0 || parts.Item3 == 0 ? null : parts.Item3)),
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 31]).Select(parts => (INamedTime)new DateWindow(null, parts.Item1, parts.Item2 == 0 ? null : parts.Item2)),
        Gen.Select(Moments, Moments).Select(ends => (INamedTime)new TimeRange(ends.Item1, ends.Item2)));

    private static void Change(TimeOrder order, List<Entry?> entries, int what, int which, int when)
    {
        var number = entries.Count == 0 ? 0 : which % entries.Count;
        switch (what)
        {
            case 8 when entries.Count > 0:
                entries[number] = null;
                break;
            case 9 when entries.Count > 0 && entries[number] is { } entry:
                entry.OccurredTicks = when + 1;
                order.Move(entry, [.. entries]);
                break;
            default:
                // Half of them come in order, as memories mostly do.
                var added = new Entry { Id = default, Number = entries.Count, Sequence = entries.Count, CreatedTicks = what < 4 ? Math.Min(400, entries.Count / 8) + 1 : when + 1 };
                entries.Add(added);
                order.Add(added, [.. entries]);
                break;
        }
    }
}
