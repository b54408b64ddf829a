using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Locket.Server.Tests.Rest;

/// <summary>An HTTP answer, read to its end.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Detail => Text("detail");

    public string Code => Text("code");

    public string Error => Text("error");

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public IEnumerable<JsonElement> List(string name) => Json.GetProperty(name).EnumerateArray();

    public IEnumerable<string> Texts(string list, string member) => List(list).Select(item => item.GetProperty(member).GetString()!);
}
