using Locket.Engine.Graph;
using Locket.Engine.Memories;
using Locket.Engine.Redaction;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Transfer;
using Locket.Tests.Detection;
using Locket.Tests.Support;

namespace Locket.Tests.Redaction;

public class RedactorTests
{
    private static readonly string Token = new SecretSamples(11).Make("{github}").Secret;

    private static CancellationToken Cancellation => TestEngine.Cancellation;

    [Fact]
    public async Task A_secret_is_replaced_by_a_mark_before_it_is_stored()
    {
        using var engine = TestEngine.New();
        var caller = Gatekeeper();

        var outcome = await engine.Memories.RememberAsync(caller, TestEngine.Work, TestEngine.Draft($"The deploy key is {Token}, keep it."), Cancellation);

        Assert.Matches(@"^The deploy key is \[secret:github-token#[0-9a-f]{6}\], keep it\.$", outcome.Memory.Content.Text);
        Assert.Equal(("github-token", 1), (caller.Written.Redacted[0].Key, caller.Written.Redacted[0].Value));
        Assert.Equal(outcome.Memory.Content.Text, Assert.Single(await engine.ExportAsync()).Content.Text);
    }

    [Fact]
    public async Task No_field_of_a_memory_keeps_a_secret()
    {
        using var engine = TestEngine.New();
        var fields = new MemoryFields
        {
            Text = Token,
            Kind = Token,
            Tags = [Token, "other"],
            About = [Token],
            Author = Token,
            Session = Token,
            Metadata = $$"""{"{{Token}}": [{"deep": "{{Token}}"}], "password": "hunter2hunter", "escaped": "{{Token.Replace("gh", "\\u0067h", StringComparison.Ordinal)}}", "n": 1.50}""",
        };

        var memory = (await engine.Memories.RememberAsync(Gatekeeper(), TestEngine.Work, MemoryDraft.From(fields), Cancellation)).Memory;
        var revised = await engine.Memories.ReviseAsync(
            Gatekeeper(), TestEngine.Work, memory.Id, new Revision { Text = "now " + Token, Tags = [Token], About = [Token], Kind = Token, Metadata = $$"""{"a":"{{Token}}"}""" }, Cancellation);

        Assert.DoesNotContain(Token, $"{memory.Content} {string.Join(' ', memory.Content.Tags)} {string.Join(' ', memory.Content.About)}", StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", memory.Content.Metadata, StringComparison.Ordinal);
        Assert.Contains("1.50", memory.Content.Metadata, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, $"{revised.Content} {string.Join(' ', revised.Content.Tags)} {string.Join(' ', revised.Content.About)}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_name_of_the_graph_keeps_a_secret_and_each_is_ended_by_the_name_it_was_given()
    {
        using var engine = TestEngine.New();
        var (nodes, graph, caller) = (engine.Get<NodeEngine>(), engine.Get<GraphEngine>(), Gatekeeper());

        await nodes.CreateAsync(caller, TestEngine.Work, [new Node(Token, Token, [Token])], null, Cancellation);
        await nodes.ObserveAsync(caller, TestEngine.Work, [new Observed(Token, ["again " + Token])], null, Cancellation);
        await nodes.RelateAsync(caller, TestEngine.Work, [new Link(Token, Token, Token)], null, Cancellation);
        await graph.RelateAsync(caller, TestEngine.Work, Token, "uses", Token, ends: false, null, Cancellation);
        await graph.DescribeAsync(caller, TestEngine.Work, "x", Token, null, Cancellation);
        await nodes.CreateAsync(caller, TestEngine.Work, [new Node("hidden " + Token.Insert(9, "\u200b"), Token.Insert(9, "\u200b"), [])], null, Cancellation);
        await engine.Transfer.ImportGraphAsync(caller, TestEngine.Work, new DescribedGraph([new("y " + Token, "t")], []), Cancellation);
        var exported = await engine.Transfer.ExportGraphAsync(caller, TestEngine.Work, Cancellation);
        var memories = await engine.ExportAsync();

        Assert.Equal(2, memories.Count);
        Assert.DoesNotContain(Token, string.Join(' ', exported.Entities) + string.Join(' ', exported.Relations), StringComparison.Ordinal);
        Assert.DoesNotContain(memories, memory => $"{memory.Content} {memory.Content.About[0]}".Contains(Token, StringComparison.Ordinal));

        await graph.RelateAsync(caller, TestEngine.Work, Token, "uses", Token, ends: true, null, Cancellation);
        await nodes.DeleteLinksAsync(caller, TestEngine.Work, [new Link(Token, Token, Token)], null, Cancellation);
        await nodes.DeleteAsync(caller, TestEngine.Work, [Token], null, Cancellation);
        exported = await engine.Transfer.ExportGraphAsync(caller, TestEngine.Work, Cancellation);

        Assert.Empty(exported.Relations);
        Assert.DoesNotContain(exported.Entities, entity => entity.Name.StartsWith("[secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_keeps_no_secret_in_what_it_says_and_none_is_called_by_one()
    {
        using var engine = TestEngine.New();
        var (files, caller) = (engine.Get<FileEngine>(), Gatekeeper());

        await files.CreateAsync(caller, TestEngine.Work, "/memories/a.md", "one " + Token, null, Cancellation);
        await files.EditAsync(caller, TestEngine.Work, "/memories/a.md", text => text + "\ntwo " + Token, ["add"], null, Cancellation);
        var content = await files.ReadAsync(caller, TestEngine.Work, "/memories/a.md", Cancellation);

        Assert.DoesNotContain(Token, content, StringComparison.Ordinal);
        Assert.Contains("two [secret:github-token#", content, StringComparison.Ordinal);
        await Refused.AsAsync(RefusalCode.Sensitive, () => files.CreateAsync(caller, TestEngine.Work, "/memories/" + Token, "x", null, Cancellation));
        await Refused.AsAsync(RefusalCode.Sensitive, () => files.MoveAsync(caller, TestEngine.Work, "/memories/a.md", "/memories/" + Token, null, Cancellation));
    }

    [Fact]
    public async Task An_import_keeps_no_secret()
    {
        using var engine = TestEngine.New();

        await engine.Transfer.ImportAsync(Gatekeeper(), TestEngine.Work, [new ImportItem(TestEngine.Draft("it is " + Token), null)], Cancellation);

        Assert.DoesNotContain(Token, Assert.Single(await engine.ExportAsync()).Content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_write_again_is_known_again()
    {
        using var engine = TestEngine.New();

        var first = await engine.RememberAsync("it is " + Token, key: "k");
        var replay = await engine.RememberAsync("it is " + Token, key: "k");
        var same = await engine.RememberAsync("it is " + Token);
        var other = await engine.RememberAsync("it is " + new SecretSamples(12).Make("{github}").Secret);

        Assert.Equal((first.Memory.Id, true), (replay.Memory.Id, replay.IsNew));
        Assert.Equal((first.Memory.Id, false), (same.Memory.Id, same.IsNew));
        Assert.True(other.IsNew);
    }

    [Fact]
    public async Task A_mark_says_nothing_across_spaces()
    {
        using var engine = TestEngine.New();
        var home = SpaceName.Parse("home");

        var one = await engine.RememberAsync(Token);
        var two = await engine.Memories.RememberAsync(TestEngine.Owner, home, TestEngine.Draft(Token), Cancellation);

        Assert.NotEqual(one.Memory.Content.Text, two.Memory.Content.Text);
    }

    [Fact]
    public async Task A_space_may_refuse_secrets_or_keep_them()
    {
        using var engine = TestEngine.New(new RedactionOptions
        {
            Secrets = Handling.Reject,
            SecretsBySpace = [new(SpacePattern.Parse("lab-*"), Handling.Keep), new(SpacePattern.Parse("lab-1"), Handling.Redact)],
        });

        var refusal = await Refused.AsAsync(RefusalCode.Sensitive, () => engine.RememberAsync("it is " + Token));
        var kept = await engine.Memories.RememberAsync(Gatekeeper(), SpaceName.Parse("lab-1"), TestEngine.Draft(Token), Cancellation);

        Assert.Equal("text holds what looks like a secret (github-token): this space takes none", refusal.Message);
        Assert.Equal(Token, kept.Memory.Content.Text);
        Assert.Empty(await engine.ExportAsync());
    }

    [Fact]
    public async Task Personal_data_is_kept_unless_the_operator_says_otherwise()
    {
        const string Text = "Ada is at ada@example.org, account DE89370400440532013000";
        using var engine = TestEngine.New();
        using var strict = TestEngine.New(new RedactionOptions
        {
            Secrets = Handling.Keep,
            Personal = Handling.Redact,
            PersonalBySpace = [new(SpacePattern.Parse("public"), Handling.Reject)],
        });

        var kept = await engine.RememberAsync(Text);
        var redacted = await strict.RememberAsync($"{Text} {Token}");
        var refusal = await Refused.AsAsync(
            RefusalCode.Sensitive, () => strict.Memories.RememberAsync(TestEngine.Owner, SpaceName.Parse("public"), TestEngine.Draft(Text), Cancellation));

        Assert.Equal(Text, kept.Memory.Content.Text);
        Assert.Matches(@"^Ada is at \[personal:email#[0-9a-f]{6}\], account \[personal:iban#[0-9a-f]{6}\] " + Token + "$", redacted.Memory.Content.Text);
        Assert.Equal("text holds what looks like personal data (email): this space takes none", refusal.Message);
    }

    private static Caller Gatekeeper() => Locket.Engine.Tokens.Gatekeeper.House();
}
