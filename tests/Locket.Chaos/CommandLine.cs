using System.Globalization;

namespace Locket.Chaos;

/// <summary>Words, and after them pairs of <c>--name value</c>.</summary>
internal sealed class CommandLine(string[] args)
{
    public string Word(int at) => at < args.Length ? args[at] : "";

    public string? Find(string name) => Array.IndexOf(args, "--" + name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

    public string Get(string name) => Find(name) ?? throw new ArgumentException($"--{name} is missing");

    public int Number(string name, int otherwise) => Find(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public ulong Seed(string name) => ulong.Parse(Get(name), CultureInfo.InvariantCulture);
}
