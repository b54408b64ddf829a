using Locket.Engine.Security;
using Locket.Server.Mcp;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Server.Tests.Mcp;

public class SessionLabelsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void One_talk_has_one_label_until_it_was_silent_for_half_an_hour()
    {
        var labels = new SessionLabels(_clock);
        var first = labels.Of(From("editor"));
        _clock.Advance(SessionLabels.Idle - TimeSpan.FromSeconds(1));
        Assert.Equal(first, labels.Of(From("editor")));
        _clock.Advance(SessionLabels.Idle - TimeSpan.FromSeconds(1));
        Assert.Equal(first, labels.Of(From("editor")));
        _clock.Advance(SessionLabels.Idle);

        Assert.NotEqual(first, labels.Of(From("editor")));
    }

    [Fact]
    public void Two_clients_of_one_token_have_two_labels()
    {
        var labels = new SessionLabels(_clock);

        Assert.NotEqual(labels.Of(From("editor")), labels.Of(From("shell")));
    }

    [Fact]
    public void The_table_is_bounded_whatever_clients_call_themselves()
    {
        var labels = new SessionLabels(_clock);
        for (var number = 0; number < 2 * SessionLabels.Capacity; number++)
        {
            labels.Of(From($"client {number}"));
        }

        Assert.InRange(labels.Count, 1, SessionLabels.Capacity);
    }

    [Fact]
    public void A_token_that_fills_the_table_takes_no_label_from_another()
    {
        var labels = new SessionLabels(_clock);
        var first = labels.Of(From("editor", "quiet"));
        for (var number = 0; number < 2 * SessionLabels.Capacity; number++)
        {
            labels.Of(From($"client {number}", "loud"));
        }

        Assert.Equal(first, labels.Of(From("editor", "quiet")));
    }

    private static AgentRequest From(string client, string token = "session")
    {
        var space = SpaceName.Parse("me");
        var actor = new Actor("owner", token, client, Trust.User);

        return new AgentRequest(Caller.Admitted(actor, Scope.Read, [], space, null), space, null);
    }
}
