using System.Text.Json.Nodes;
using Locket.Engine.Security;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client.Offline;

/// <summary>What waits, as somebody at a shell sees it and settles it.</summary>
public sealed class OutboxCommandTests : OfflineTest
{
    private (string, string) State => ("XDG_STATE_HOME", Path.GetDirectoryName(Path.GetDirectoryName(Local))!);

    [Fact]
    public async Task What_waits_is_shown_found_by_the_doctor_and_sent()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        string[] way = ["--url", relay.Address.ToString(), "--token-file", await TokenFileAsync(await Server.NewTokenAsync())];
        Assert.Equal(0, (await RunAsync(["remember", "before", .. way])).ExitCode);
        Assert.Contains("Nothing waits any more", (await RunAsync(["outbox", "send", .. way])).Output, StringComparison.Ordinal);
        relay.IsDown = true;
        var queued = await RunAsync(["remember", "the tide comes in", .. way]);
        Assert.Equal(3, queued.ExitCode);
        Assert.Contains($"the server is away ({relay.Address}", queued.Error, StringComparison.Ordinal);

        var unnamed = await RunAsync(["outbox", "list"]);
        Assert.Contains("waits for a server that was not named", unnamed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("other_identity", unnamed.Output, StringComparison.Ordinal);
        Assert.Contains("--url", unnamed.Error, StringComparison.Ordinal);
        var listed = await RunAsync(["outbox", "list", .. way]);
        Assert.Contains("remember  in me  waits", listed.Output, StringComparison.Ordinal);
        Assert.Contains("  the tide comes in", listed.Output, StringComparison.Ordinal);
        var away = await RunAsync(["outbox", "send", .. way]);
        Assert.Equal(3, away.ExitCode);
        Assert.Matches($"^locket: the server is away \\({relay.Address}.*\\); still waiting: 1\n$", away.Error);
        var doctor = await RunAsync(["doctor", "--data", Data]);
        Assert.Contains("warning  offline  1 write waits for the server", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("tide", doctor.Output, StringComparison.Ordinal);

        relay.IsDown = false;
        Assert.Equal(0, (await RunAsync(["outbox", "send", .. way])).ExitCode);
        var empty = await RunAsync(["outbox", "list", .. way]);
        Assert.Equal((0, "", "nothing waits, nothing is parked, and there is no conflict\n"), (empty.ExitCode, empty.Output, empty.Error));
        Assert.Equal(["before", "the tide comes in"], await AtTheServerAsync("me"));
    }

    [Fact]
    public async Task What_a_command_has_read_is_answered_from_here_when_the_server_is_gone()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        string[] way = ["--url", relay.Address.ToString(), "--token-file", await TokenFileAsync(await Server.NewTokenAsync())];
        await using (var client = Holder(relay.Address, await File.ReadAllTextAsync(way[^1], Cancelled), options => options with { Offline = null }))
        {
            await client.RememberAsync("me", "the tide comes in", Cancelled);
        }

        Assert.Contains("the tide", (await RunAsync(["recall", "tide", .. way])).Output, StringComparison.Ordinal);
        relay.IsDown = true;
        var away = await RunAsync(["recall", "tide", .. way]);

        Assert.Contains("the tide", away.Output, StringComparison.Ordinal);
        Assert.Contains("from the local copy", away.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recall_that_rests_on_nothing_but_waiting_writes_says_so()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        var token = await Server.NewTokenAsync(request => request with { Spaces = [SpacePattern.Parse("*")] });
        string[] way = ["--url", relay.Address.ToString(), "--token-file", await TokenFileAsync(token)];
        Assert.Equal(0, (await RunAsync(["remember", "before", .. way])).ExitCode);
        relay.IsDown = true;
        Assert.Equal(3, (await RunAsync(["remember", "the tide comes in", "--space", "sea", .. way])).ExitCode);

        var found = await RunAsync(["recall", "tide", "--space", "sea", .. way]);
        Assert.Contains("the tide comes in", found.Output, StringComparison.Ordinal);
        Assert.Contains(relay.Address.ToString(), found.Error, StringComparison.Ordinal);
        Assert.Contains("what else this space holds is not known", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_parked_is_shown_with_its_reason_and_goes_only_by_a_decision()
    {
        await using var relay = new Relay(() => Server.Host.SocketPath);
        string[] way = ["--url", relay.Address.ToString(), "--token-file", await TokenFileAsync(await Server.NewTokenAsync())];
        Assert.Equal(0, (await RunAsync(["remember", "before", .. way])).ExitCode);
        relay.IsDown = true;
        Assert.Equal(3, (await RunAsync(["revise", "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9", "written in vain", "--expected-version", "1", .. way])).ExitCode);
        relay.IsDown = false;

        var sent = await RunAsync(["outbox", "send", .. way]);
        Assert.Equal((1, "locket: parked, and not sent by itself: 1; locket outbox list shows why\n"), (sent.ExitCode, sent.Error));
        var listed = JsonNode.Parse((await RunAsync(["outbox", "list", "--json", .. way])).Output)!;
        var entry = Assert.Single(listed["outbox"]!.AsArray())!;
        Assert.Equal(("not_found", true, "written in vain"), ((string?)entry["code"], (bool)entry["is_parked"]!, (string?)entry["text"]));
        var sick = await RunAsync(["doctor", "--data", Data]);
        Assert.Equal(1, sick.ExitCode);
        Assert.Contains("wrong  offline  1 write in the outbox will not go out by itself", sick.Output, StringComparison.Ordinal);

        var key = (string)entry["key"]!;
        Assert.Equal(0, (await RunAsync(["outbox", "retry", key, .. way])).ExitCode);
        Assert.Equal(1, (await RunAsync(["outbox", "send", .. way])).ExitCode);
        Assert.Equal(1, (await RunAsync(["outbox", "settle", key, .. way])).ExitCode);
        Assert.Equal(0, (await RunAsync(["outbox", "discard", key, .. way])).ExitCode);
        Assert.Contains($"nothing to discard under {key}", (await RunAsync(["outbox", "discard", key, .. way])).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(["doctor", "--data", Data])).ExitCode);
    }

    private Task<LocketProcess.Ended> RunAsync(IReadOnlyList<string> arguments) =>
        LocketProcess.RunAsync(arguments, "", State, ("HOME", Path.GetDirectoryName(Data)!));

    private async Task<string> TokenFileAsync(string token)
    {
        var file = Path.Combine(Path.GetDirectoryName(Data)!, "token");
        await File.WriteAllTextAsync(file, token, Cancelled);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }
}
