namespace Locket.Server.Gate;

/// <summary>
/// Which addresses are mem0's: its server's under <c>/mem0</c>, its platform's where the platform's clients look for them. Errors
/// have its form there, also where no route was found.
/// </summary>
internal static class Mem0Paths
{
    private static readonly string[] All =
        ["/mem0", "/v1/ping", "/v1/memories", "/v1/batch", "/v1/entities", "/v1/event", "/v1/events", "/v2", "/v3"];

    public static bool Holds(PathString path) => All.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
