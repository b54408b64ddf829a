using CsCheck;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Tests.Support;

namespace Locket.Tests.Memories;

public class DraftTests
{
    public static TheoryData<RefusalCode, MemoryFields> Bad()
    {
        var fields = new MemoryFields { Text = "x" };

        return new()
        {
            { RefusalCode.Invalid, fields with { Text = null } },
            { RefusalCode.Invalid, fields with { Text = " \n" } },
            { RefusalCode.Invalid, fields with { Text = "a\ud800b" } },
            { RefusalCode.Invalid, fields with { Text = "a\udc00\ud800b" } },
            { RefusalCode.TooLarge, fields with { Text = new string('é', 32_769) } },
            { RefusalCode.Invalid, fields with { Kind = "" } },
            { RefusalCode.Invalid, fields with { Kind = new string('k', 65) } },
            { RefusalCode.Invalid, fields with { Kind = "a\u0085b" } },
            { RefusalCode.Invalid, fields with { Tags = [.. Enumerable.Range(0, 33).Select(tag => $"{tag}")] } },
            { RefusalCode.Invalid, fields with { Tags = ["a\nb"] } },
            { RefusalCode.Invalid, fields with { Tags = [""] } },
            { RefusalCode.Invalid, fields with { About = [new string('a', 129)] } },
            { RefusalCode.Invalid, fields with { Author = "\ud800" } },
            { RefusalCode.Invalid, fields with { Session = "" } },
            { RefusalCode.Invalid, fields with { Key = new string('k', 129) } },
            { RefusalCode.Invalid, fields with { Metadata = "5" } },
            { RefusalCode.Invalid, fields with { Metadata = "[]" } },
            { RefusalCode.Invalid, fields with { Metadata = "{" } },
            { RefusalCode.Invalid, fields with { Metadata = "" } },
            { RefusalCode.Invalid, fields with { Metadata = """{"a":1,"a":2}""" } },
            { RefusalCode.Invalid, fields with { Metadata = "{\"a\":\"\ud800\"}" } },
            { RefusalCode.Invalid, fields with { Metadata = string.Concat(Enumerable.Repeat("{\"a\":", 17)) + "1" + new string('}', 17) } },
            { RefusalCode.TooLarge, fields with { Metadata = $$"""{"a":"{{new string('x', 8192)}}"}""" } },
        };
    }

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public void A_field_beyond_its_limit_is_refused_by_name(RefusalCode code, MemoryFields fields) =>
        Assert.NotEmpty(Refused.As(code, () => MemoryDraft.From(fields)).Message);

    [Fact]
    public void The_limits_themselves_are_allowed() => MemoryDraft.From(new MemoryFields
    {
        Text = new string('é', 32_768),
        Kind = new string('k', 64),
        Tags = [.. Enumerable.Range(0, 32).Select(tag => $"{tag}")],
        About = [new string('a', 128)],
        Key = new string('k', 128),
        Metadata = "{}",
    });

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
