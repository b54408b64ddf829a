namespace Locket.Benchmarks;

/// <summary>How this program starts itself in another role.</summary>
internal static class Self
{
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>The product's composition root, with what only a benchmark may vary.</summary>
    public static string[] Host(params string[] more) => [Environment.ProcessPath!, .. Assembly(), "host", "--data", "{data}", .. more];

    /// <summary>A Kestrel with one route and nothing else.</summary>
    public static string[] Bare() => [Environment.ProcessPath!, .. Assembly(), "bare", "--data", "{data}"];

    private static string[] Assembly() =>
        Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(Self).Assembly.Location] : [];
}
