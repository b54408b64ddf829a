using System.Globalization;
using System.Net;
using System.Text;
using CsCheck;

namespace Locket.Server.Tests.Rest;

/// <summary>Whatever is sent: never a 5xx, and what is acknowledged is there.</summary>
public sealed class RandomJsonTests : RestTest
{
    private const int Depth = 3;

    private static readonly Gen<string> Word = Pick(
        "\"x\"", "\"\"", "\" \"", "\"\\ud800\"", "\"\\u0000\"", "\"a\\nb\"", "\"é🗝\"", "\"#tag\"", "\"R&D\"", "\"2026-01-01T00:00:00Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"01990000000070008000000000000000\"",
        $"\"{new string('l', 70)}\"", $"\"{new string('n', 200)}\"");

    private static readonly Gen<string> Scalar = Gen.Frequency(
        (6, Word),
        (1, Pick("null", "true", "false", "0", "-1", "1.5", "1e999", "-0", "12345678901234567890123456789", "{", "nul", "'a'", "\"open")));

    private static readonly Gen<string> Value = Nested(Depth);

    private static readonly string[] Members =
    [
        "user_id", "information_type", "information", "timestamp", "text", "kind", "tags", "about", "author", "session", "occurred_at",
        "valid_until", "expires_at", "metadata", "replaces", "idempotency_key", "expected_version", "query", "limit", "kinds", "since", "as_of",
        "cursor", "detail", "explain", "max_tokens", "name", "type", "from", "relation", "to", "ends", "scopes", "spaces", "trust",
        "expires_in_days", "id", "created_at", "version", "status", "unknown", "\\ud800",
    ];

    private static readonly (string Method, string Path)[] Routes =
    [
        ("POST", "/memories"),
        ("POST", "/v1/spaces/s/memories"),
        ("PATCH", "/v1/spaces/s/memories/01990000000070008000000000000000"),
        ("POST", "/v1/spaces/s/recall"),
        ("POST", "/v1/spaces/s/context"),
        ("POST", "/v1/spaces/s/entities"),
        ("POST", "/v1/spaces/s/relations"),
        ("POST", "/v1/spaces/s/import"),
        ("POST", "/v1/tokens"),
    ];

    private static Gen<string> Request => Gen.Select(
        Pick(Members).Array[0, 6], Value.Array[6], (names, values) => Object(names, values));

    [Fact]
    public Task Any_json_on_any_route_gets_an_answer_that_is_no_failure() =>
        Gen.Select(Pick(Routes), Request).SampleAsync(
            async sample =>
            {
                var ((method, path), body) = sample;
                var type = path.EndsWith("/import", StringComparison.Ordinal) ? "application/x-ndjson" : "application/json";
                var answer = await Client.SendAsync(new HttpMethod(method), path, new StringContent(body, Encoding.UTF8, type));

                Assert.True((int)answer.Status < 500, $"{method} {path} {body}: {answer.Status}");
            },
            iter: 1_500,
            threads: 2);

    [Fact]
    public async Task What_is_acknowledged_is_listed_exported_and_readable_after_any_other_request()
    {
        await Gen.Select(Word, Value, Pick("note", "a b", "#t")).SampleAsync(
            async sample =>
            {
                var (text, metadata, kind) = sample;
                var body = $$"""{"text":{{text}},"kind":"{{kind}}","metadata":{{metadata}} }""";
                var made = await Client.PostAsync("/v1/spaces/kept/memories", body);
                if (made.Status == HttpStatusCode.Created)
                {
                    var read = await Client.GetAsync($"/v1/spaces/kept/memories/{made.Text("id")}");
                    Assert.Equal(made.Body, read.Body);
                }
                else
                {
                    Assert.InRange((int)made.Status, 400, 499);
                }
            },
            iter: 300,
            threads: 1);

        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("/v1/spaces/kept/memories?limit=100")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("/memories/search?user_id=kept&query=x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("/v1/spaces/kept/export")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.PostAsync("/v1/spaces/kept/context", """{"query":"x"}""")).Status);
    }

    [Fact]
    public Task What_the_origin_acknowledges_is_in_the_next_list() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).SampleAsync(
            async sample =>
            {
                var (user, type, text) = sample;
                var made = await Client.PostAsync(
                    "/memories", $$"""{"user_id":{{Quoted(user)}},"information_type":{{Quoted(type)}},"information":{{Quoted(text)}}}""");
                Assert.True((int)made.Status < 500, made.Body);
                if (made.Status == HttpStatusCode.OK)
                {
                    var list = await Client.GetAsync($"/memories?user_id={Uri.EscapeDataString(user)}&limit=100");
                    var found = list.List("memories").Single(memory => memory.GetProperty("id").GetString() == made.Text("memory_id"));
                    Assert.Equal((type, text), (found.GetProperty("information_type").GetString(), found.GetProperty("information").GetString()));
                }
            },
            iter: 400,
            threads: 1);

    private static Gen<string> Nested(int depth) => depth == 0
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, Nested(depth - 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]")),
            (1, Gen.Select(Pick("a", "b", "a\\u0000", "\\udc00", "image_caption").Array[0, 3], Nested(depth - 1).Array[3], Object)));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Object(string[] names, string[] values) =>
        $"{{{string.Join(',', names.Zip(values, (name, value) => $"\"{name}\":{value}"))}}}";

    private static string Quoted(string text) => string.Concat(
        ["\"", .. text.Select(letter => $"\\u{((int)letter).ToString("x4", CultureInfo.InvariantCulture)}"), "\""]);
}
