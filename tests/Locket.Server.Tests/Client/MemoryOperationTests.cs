using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Tests.Support;

namespace Locket.Server.Tests.Client;

public sealed class MemoryOperationTests : IAsyncLifetime
{
    private const string Space = "work/R&D";
    private TestLocket _server = null!;
    private LocketClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestLocket.StartAsync();
        _client = await LocketClient.ConnectAsync(Environments.Empty with { DataDirectory = _server.Data }, Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_memory_lives_through_all_its_operations()
    {
        var memory = (await _client.RememberAsync(Space, new RememberRequest { Text = "Paris", Kind = "place", Tags = ["#1"] }, Cancelled)).Value!;
        var revised = (await _client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "Rome", ExpectedVersion = memory.Version }, Cancelled)).Value!;
        Assert.Equal("Rome", (await _client.FindAsync(Space, memory.Id, Cancelled))?.Text);
        Assert.Equal(revised.Id, Assert.Single((await _client.ListAsync(Space, new ListRequest { Kinds = ["place"], Tags = ["#1"] }, Cancelled)).Memories).Id);

        await _client.ForgetAsync(Space, memory.Id, cancellationToken: Cancelled);
        Assert.Equal("forgotten", (await _client.FindAsync(Space, memory.Id, Cancelled))?.Status);
        Assert.Equal("active", (await _client.UndoAsync(Space, memory.Id, cancellationToken: Cancelled)).Value!.Status);

        var history = await _client.HistoryAsync(Space, memory.Id, Cancelled);
        Assert.Equal(["remembered", "revised", "forgotten", "restored"], history!.Versions.Select(version => version.Change));
    }

    [Fact]
    public async Task What_does_not_exist_is_null()
    {
        const string Nobody = "0199c3a0d1f47cc1a5e0a4f3b2c1d0e9";

        Assert.Null(await _client.FindAsync(Space, Nobody, Cancelled));
        Assert.Null(await _client.HistoryAsync(Space, Nobody, Cancelled));
    }

    [Fact]
    public async Task A_stale_revision_is_refused_by_name()
    {
        var memory = (await _client.RememberAsync(Space, "one", Cancelled)).Value!;
        await _client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "two", ExpectedVersion = 1 }, Cancelled);

        var refused = await Assert.ThrowsAsync<LocketRefusedException>(
            () => _client.ReviseAsync(Space, memory.Id, new ReviseRequest { Text = "three", ExpectedVersion = 1 }, Cancelled));

        Assert.Equal((409, "version_conflict"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task The_same_key_remembers_once()
    {
        var request = new RememberRequest { Text = "once", IdempotencyKey = "a-key" };

        var first = await _client.RememberAsync(Space, request, Cancelled);
        var second = await _client.RememberAsync(Space, request, Cancelled);

        Assert.Equal(first.Value!.Id, second.Value!.Id);
        Assert.Equal("a-key", first.IdempotencyKey);
    }

    [Fact]
    public async Task Memories_are_recalled_and_put_into_a_context()
    {
        await _client.RememberAsync(Space, new RememberRequest { Text = "Ada leads the compiler team", About = ["Ada"] }, Cancelled);

        Assert.Equal("Ada leads the compiler team", Assert.Single((await _client.RecallAsync(Space, "compiler", Cancelled)).Results).Memory.Text);
        Assert.Contains("compiler", (await _client.ContextAsync(Space, new ContextRequest { Query = "compiler" }, Cancelled)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_graph_answers()
    {
        await _client.RememberAsync(Space, new RememberRequest { Text = "Ada leads", About = ["Ada"] }, Cancelled);
        await _client.RelateAsync(Space, new RelateRequest { From = "Ada", Relation = "works at", To = "C & Co" }, Cancelled);
        await _client.DescribeAsync(Space, new DescribeRequest { Name = "C & Co", Type = "company" }, Cancelled);

        Assert.Equal("works at", Assert.Single((await _client.RelationsAsync(Space, "C & Co", cancellationToken: Cancelled)).Relations).Relation);
        Assert.Contains((await _client.EntitiesAsync(Space, cancellationToken: Cancelled)).Entities, entity => entity is { Name: "C & Co", Type: "company" });
        Assert.NotEmpty((await _client.GraphAsync(Space, "Ada", cancellationToken: Cancelled)).Entities);
    }

    [Fact]
    public async Task A_space_goes_out_and_into_another()
    {
        await _client.RememberAsync(Space, "one", Cancelled);
        await _client.RememberAsync(Space, "two", Cancelled);

        await using (var lines = await _client.OpenExportAsync(Space, Cancelled))
        {
            var imported = await _client.ImportAsync("copy", lines, Cancelled);
            Assert.Equal((2, 0, 0), (imported.Imported, imported.Existing, imported.Failed));
        }

        var texts = new List<string>();
        await foreach (var memory in _client.ExportAsync("copy", Cancelled))
        {
            texts.Add(memory.Text);
        }

        Assert.Equal(["one", "two"], texts);
        Assert.Equal(["copy", Space], (await _client.SpacesAsync(Cancelled)).Spaces);
    }

    [Fact]
    public async Task Tokens_are_made_used_rotated_and_revoked()
    {
        var made = await _client.CreateTokenAsync(new CreateTokenRequest { Name = "bot", Spaces = ["work/*"], DefaultSpace = "work/a" }, Cancelled);
        await using var bot = await LocketClient.ConnectAsync(Environments.Empty with { Address = _server.Address, Token = made.Secret }, Cancelled);
        await bot.RememberAsync(Space, "from a bot", Cancelled);
        Assert.Equal(403, (await Assert.ThrowsAsync<LocketRefusedException>(() => bot.RememberAsync("me", "not here", Cancelled))).Status);

        var rotated = await _client.RotateTokenAsync(made.Token.Id, Cancelled);
        await Assert.ThrowsAsync<LocketUnauthorizedException>(() => bot.MeAsync(Cancelled));
        Assert.NotNull((await _client.RevokeTokenAsync(rotated.Token.Id, Cancelled)).RevokedAt);
        Assert.All((await _client.TokensAsync(Cancelled)).Tokens, token => Assert.NotNull(token.RevokedAt));
    }

    [Fact]
    public async Task The_audit_and_the_records_are_verified()
    {
        await _client.RememberAsync(Space, "one", Cancelled);

        Assert.True((await _client.VerifyAuditAsync(Cancelled)).Holds);
        Assert.Empty((await _client.VerifyStoreAsync(Cancelled)).Problems);
        Assert.Equal("remember", (await _client.AuditAsync(after: -1, limit: 1, Cancelled)).Entries[^1].Action);
    }

    [Fact]
    public async Task A_backup_is_not_asked_for_over_the_network()
    {
        await using var far = await LocketClient.ConnectAsync(Environments.Empty with { Address = _server.Address, Token = _server.Token }, Cancelled);
        var file = Path.Combine(_server.Data, "b.db");

        Assert.Equal(404, (await Assert.ThrowsAsync<LocketRefusedException>(() => far.BackupAsync(file, Cancelled))).Status);
        Assert.False(File.Exists(file));
        Assert.Empty((await _client.BackupAsync(file, Cancelled)).Problems);
        Assert.True(File.Exists(file));
    }
}
