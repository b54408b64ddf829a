using System.CommandLine;

namespace Locket.Server.Commands;

/// <summary>Where a command writes: answers to stdout, everything else to stderr.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isOutputTerminal, bool isErrorTerminal, bool hasColour)
{
    private const string Dim = "\x1b[2m";
    private const string Bold = "\x1b[1m";
    private const string Plain = "\x1b[0m";

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public bool IsErrorTerminal { get; } = isErrorTerminal;

    public static Terminal Of(ParseResult parsed)
    {
        var configuration = parsed.InvocationConfiguration;
        var isOutput = ReferenceEquals(configuration.Output, Console.Out) && !Console.IsOutputRedirected;
        var isError = ReferenceEquals(configuration.Error, Console.Error) && !Console.IsErrorRedirected;

        // https://no-color.org: any value that is not empty.
        var mayColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";

        return new Terminal(configuration.Output, configuration.Error, isOutput, isError, isOutput && mayColour);
    }

    /// <summary>Writes text that may come from anybody. Into a pipe it goes as it is: there it is data.</summary>
    public void Write(string text) => Output.WriteLine(isOutputTerminal ? SafeText.Escape(text, keepLines: true) : text);

    /// <summary>Writes one line of several parts that may come from anybody; no part can end the line.</summary>
    public void WriteHead(string strong, params IEnumerable<string?> weak)
    {
        var rest = string.Join("  ", weak.Where(part => !string.IsNullOrEmpty(part)).Select(part => SafeText.Escape(part!, keepLines: false)));
        var first = SafeText.Escape(strong, keepLines: false);
        Output.WriteLine(hasColour ? $"{Bold}{first}{Plain}  {Dim}{rest}{Plain}" : $"{first}  {rest}".TrimEnd());
    }

    /// <summary>Writes a text below its head, indented, so that it cannot look like a head.</summary>
    public void WriteBody(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Write("  " + line);
        }
    }

    /// <summary>Says something that is not the answer.</summary>
    public void Say(string sentence) => Error.WriteLine(SafeText.Escape(sentence, keepLines: false));
}
