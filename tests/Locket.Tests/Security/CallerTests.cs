using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Tests.Support;

namespace Locket.Tests.Security;

public sealed class CallerTests : IDisposable
{
    private readonly TestEngine _engine = TestEngine.New();

    [Theory]
    [InlineData(Scope.Read, true, false, false)]
    [InlineData(Scope.Write, false, true, false)]
    [InlineData(Scope.Read | Scope.Write, true, true, false)]
    [InlineData(Scope.Admin, false, false, true)]
    [InlineData(Scope.Read | Scope.Write | Scope.Admin, true, true, true)]
    public async Task A_scope_opens_its_own_door_and_no_other(Scope scopes, bool reads, bool writes, bool administers)
    {
        var (caller, _) = await _engine.AdmitNewAsync(scopes: scopes);

        Assert.Equal(reads, Opens(() => caller.MayRead(TestEngine.Work)));
        Assert.Equal(reads, Opens(() => caller.MayList()));
        Assert.Equal(writes, Opens(() => caller.MayWrite(TestEngine.Work)));
        Assert.Equal(administers, Opens(() => caller.MayAdminister()));
    }

    [Fact]
    public async Task A_space_outside_the_token_reads_the_same_whether_it_exists_or_not()
    {
        var (caller, _) = await _engine.AdmitNewAsync(spaces: "home");
        await _engine.RememberAsync("one");

        var there = Refused.As(RefusalCode.Forbidden, () => caller.MayRead(TestEngine.Work));
        var nowhere = Refused.As(RefusalCode.Forbidden, () => caller.MayRead(SpaceName.Parse("nowhere")));
        Assert.Equal(there.Message, nowhere.Message);
    }

    [Fact]
    public async Task Spaces_are_listed_as_far_as_the_token_covers_them()
    {
        var (caller, _) = await _engine.AdmitNewAsync(spaces: "work");
        foreach (var space in (string[])["work", "home", "workshop"])
        {
            await _engine.Memories.RememberAsync(TestEngine.Owner, SpaceName.Parse(space), TestEngine.Draft("one"), TestEngine.Cancellation);
        }

        var spaces = _engine.Get<Locket.Engine.Memories.SpaceEngine>();
        Assert.Equal(["work"], (await spaces.ListAsync(caller, TestEngine.Cancellation)).Select(space => space.Value));
        Assert.Equal(["home", "work", "workshop"], (await spaces.ListAsync(TestEngine.Owner, TestEngine.Cancellation)).Select(space => space.Value));
    }

    [Fact]
    public async Task What_a_program_calls_itself_changes_nothing_but_its_name()
    {
        var (caller, issued) = await _engine.AdmitNewAsync(scopes: Scope.Read, spaces: "work");
        var named = caller.As("editor");

        Assert.Equal(new Actor(issued.Token.Principal, issued.Token.PublicId, "editor", Trust.Agent), named.Actor);
        Assert.Equal((caller.Scopes, caller.DefaultSpace, caller.Rates), (named.Scopes, named.DefaultSpace, named.Rates));
        Assert.Equal(caller.Spaces, named.Spaces);
    }

    public void Dispose() => _engine.Dispose();

    private static bool Opens(Func<object> door)
    {
        try
        {
            return door() is not null;
        }
        catch (RefusalException refusal) when (refusal.Code == RefusalCode.Forbidden)
        {
            return false;
        }
    }
}
