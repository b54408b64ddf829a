using ModelContextProtocol.Protocol;

namespace Locket.Conformance;

/// <summary>
/// The tools, resources and prompts that <c>@modelcontextprotocol/conformance</c> asks every server for by name. They are added
/// to the product's own and exist only in this host.
/// </summary>
internal static class Fixtures
{
    /// <summary>A red PNG of one pixel.</summary>
    public const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

    /// <summary>A WAV file without a sample.</summary>
    public const string Wav = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

    public static void Add(IServiceCollection services) => services
        .AddMcpServer()
        .WithTools<ContentTools>()
        .WithTools<InputTools>()
        .WithResources<FixtureResources>()
        .WithPrompts<FixturePrompts>()
        .WithSubscribeToResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()))
        .WithUnsubscribeFromResourcesHandler((_, _) => ValueTask.FromResult(new EmptyResult()));
}
