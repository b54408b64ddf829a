using CsCheck;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public class DraftTests
{
    public static TheoryData<RefusalCode, string, MemoryFields> Bad()
    {
        var fields = new MemoryFields { Text = "x" };

        return new()
        {
            { RefusalCode.Invalid, "text", fields with { Text = null } },
            { RefusalCode.Invalid, "text", fields with { Text = " \n" } },
            { RefusalCode.Invalid, "text", fields with { Text = "a\ud800b" } },
            { RefusalCode.Invalid, "text", fields with { Text = "a\udc00\ud800b" } },
            { RefusalCode.TooLarge, "text", fields with { Text = new string('é', 32_769) } },
            { RefusalCode.Invalid, "kind", fields with { Kind = "" } },
            { RefusalCode.Invalid, "kind", fields with { Kind = new string('k', 65) } },
            { RefusalCode.Invalid, "kind", fields with { Kind = "a\u0085b" } },
            { RefusalCode.Invalid, "kind", fields with { Kind = "note\u2028trust curated" } },
            { RefusalCode.Invalid, "author", fields with { Author = "a\u2029b" } },
            { RefusalCode.Invalid, "tags", fields with { Tags = [.. Enumerable.Range(0, 33).Select(tag => $"{tag}")] } },
            { RefusalCode.Invalid, "tags", fields with { Tags = ["a\nb"] } },
            { RefusalCode.Invalid, "tags", fields with { Tags = [""] } },
            { RefusalCode.Invalid, "about", fields with { About = [new string('a', 129)] } },
            { RefusalCode.Invalid, "author", fields with { Author = "\ud800" } },
            { RefusalCode.Invalid, "session", fields with { Session = "" } },
            { RefusalCode.Invalid, "idempotency_key", fields with { Key = new string('k', 129) } },
            { RefusalCode.Invalid, "occurred_at", fields with { OccurredAt = default(DateTimeOffset) } },
            { RefusalCode.Invalid, "valid_until", fields with { ValidUntil = DateTimeOffset.MinValue } },
            { RefusalCode.Invalid, "expires_at", fields with { ExpiresAt = new DateTimeOffset(1, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)) } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = "5" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = "[]" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = "{" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = "" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = """{"a":1,"a":2}""" } },
            { RefusalCode.Invalid, "lone surrogate", fields with { Metadata = """{"\ud800":1}""" } },
            { RefusalCode.Invalid, "lone surrogate", fields with { Metadata = """{"a":{"b":"\udc00"}}""" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = "{\"a\":\"\ud800\"}" } },
            { RefusalCode.Invalid, "metadata", fields with { Metadata = string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17) } },
            { RefusalCode.TooLarge, "metadata", fields with { Metadata = $$"""{"a":"{{new string('x', 8192)}}"}""" } },
        };
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_field_beyond_its_limit_is_refused_by_name(RefusalCode code, string name, MemoryFields fields) =>
        Assert.Contains(name, Refused.As(code, () => MemoryDraft.From(fields)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_limits_themselves_are_allowed() => MemoryDraft.From(new MemoryFields
    {
        Text = new string('é', 32_768),
        Kind = new string('k', 64),
        Tags = [.. Enumerable.Range(0, 32).Select(tag => $"{tag}")],
        About = [new string('a', 128)],
        Key = new string('k', 128),
        ExpiresAt = DateTimeOffset.MinValue.AddTicks(1),
        Metadata = "{}",
    });

    [Theory]
    [InlineData("occurred_at")]
    [InlineData("valid_until")]
    [InlineData("expires_at")]
    public void A_revision_to_the_first_moment_of_the_calendar_is_refused_too(string field)
    {
        DateTimeOffset? first = DateTimeOffset.MinValue;
        var revision = field switch
        {
            "occurred_at" => new Revision { OccurredAt = first },
            "valid_until" => new Revision { ValidUntil = first },
            _ => new Revision { ExpiresAt = first },
        };

        Assert.Equal(
            $"{field} must be later than 0001-01-01T00:00:00Z; leave it out where there is none",
            Refused.As(RefusalCode.Invalid, () => RevisionChecks.Check(revision)).Message);
    }

    [Fact]
    public void Fields_of_any_kind_are_taken_or_refused_and_nothing_else() =>
        Gen.Select(Gen.String.Null(), Gen.String.Null(), Gen.String.Null(), Gen.String.Array[0, 3]).Sample((text, kind, metadata, tags) =>
        {
            try
            {
                Assert.NotNull(MemoryDraft.From(new MemoryFields { Text = text, Kind = kind, Metadata = metadata, Tags = tags }));
            }
            catch (RefusalException refusal)
            {
                Assert.DoesNotContain('\n', refusal.Message);
            }
        });
}
