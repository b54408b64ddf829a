using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Locket.Conformance;

[McpServerResourceType]
internal sealed class FixtureResources
{
    [McpServerResource(UriTemplate = "test://static-text", Name = "static-text", MimeType = "text/plain")]
    [Description("A text that never changes.")]
    public static string Text() => "This is the content of the static text resource.";

    [McpServerResource(UriTemplate = "test://static-binary", Name = "static-binary", MimeType = "image/png")]
    [Description("An image that never changes.")]
    public static BlobResourceContents Image() =>
        BlobResourceContents.FromBytes(Convert.FromBase64String(Fixtures.Png), "test://static-binary", "image/png");

    [McpServerResource(UriTemplate = "test://watched-resource", Name = "watched-resource", MimeType = "text/plain")]
    [Description("A text to subscribe to.")]
    public static string Watched() => "Watched.";

    [McpServerResource(UriTemplate = "test://template/{id}/data", Name = "template", MimeType = "application/json")]
    [Description("Data of an id.")]
    public static TextResourceContents Data(string id) => new()
    {
        Uri = $"test://template/{id}/data",
        MimeType = "application/json",
        Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
    };
}
