using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Locket.Server.Commands;

/// <summary>What cannot be understood in a command line, each in a sentence of one line.</summary>
internal static class CommandLineFaults
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        if (parsed.Action is not ParseErrorAction)
        {
            return ReferenceEquals(parsed.Action, parsed.CommandResult.Command.Action) ? Mistyped(parsed) : [];
        }

        return parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..]
            ? [$"{word} is neither a command nor an option here"]
            : [.. parsed.Errors.Select(error => OneLine(error.Message))];
    }

    // A text takes any number of words, so the library takes a mistyped option for one of them, and it would be remembered.
    private static IReadOnlyList<string> Mistyped(ParseResult parsed)
    {
        var words = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        var mistyped = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => words.Contains(token) && LooksLikeAnOption(token.Value));

        return mistyped is null ? [] : [$"{mistyped.Value} is no option of this command; put -- before a text that begins with dashes"];
    }

    private static bool LooksLikeAnOption(string word) =>
        word.TrimStart('-') is [var first, ..] rest && rest.Length < word.Length && char.IsAsciiLetter(first) && !word.Contains(' ', StringComparison.Ordinal);

    // The library lists choices one a line, with a tab before each.
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        return lines is [var sentence, _, ..] ? $"{sentence} {string.Join(", ", lines[1..])}" : message;
    }
}
