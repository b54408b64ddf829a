using System.Globalization;
using System.Text;
using CsCheck;

namespace Locket.Server.Tests.Editors;

/// <summary>
/// Configurations as nobody should write them, and everybody does: comments everywhere, tabs, CRLF, trailing commas, one line or many.
/// A list of numbers decides what comes, so that what fails shrinks to something small.
/// </summary>
internal sealed class Jsonc(int[] choices)
{
    private static readonly string[] Gaps = ["", " ", "\n", "\r\n", "\t", "\n    ", "  // a , { \" note\n", "/* , } */", " /*\n*/ ", "\n\t\t"];
    private static readonly string[] Scalars = ["1", "-2.5e3", "true", "null", "\"\"", "\"a \\\" , } // no comment\"", "\"ünïcödé 😀\"", "\"\\u0061\\\\\""];
    private int _at;

    public static Gen<int[]> Choices { get; } = Gen.Int[0, 1_000].Array[0, 80];

    /// <summary>A document that holds the section with some servers in it, or does not.</summary>
    public string Document(string section)
    {
        var members = Take(4) == 0 ? [] : new List<string> { Member(section, Object(Servers())) };
        for (var more = Take(4); more > 0; more--)
        {
            members.Insert(Take(members.Count + 1), Member("k" + Number(more), Value(depth: 2)));
        }

        return Gap() + Object(members) + Gap();
    }

    /// <summary>A document whose section holds a server at least.</summary>
    public string DocumentWithServers(string section) => Gap() + Object([Member("k", Value(2)), Member(section, Object([Member("first", Object([])), .. Servers()]))]) + Gap();

    private List<string> Servers() => [.. Enumerable.Range(0, Take(4)).Select(index => Member("s" + Number(index), Object([Member("command", Take(2) == 0 ? "\"npx\"" : "\"C:\\\\x\"")])))];

    private string Value(int depth) => (depth == 0 ? 0 : Take(4)) switch
    {
        1 => Object([.. Enumerable.Range(0, Take(3)).Select(index => Member("v" + Number(index), Value(depth - 1)))]),
        2 => $"[{string.Join(",", Enumerable.Range(0, Take(3)).Select(_ => Gap() + Value(depth - 1) + Gap()))}]",
        _ => Scalars[Take(Scalars.Length)],
    };

    private string Object(List<string> members)
    {
        var text = new StringBuilder("{").Append(Gap());
        foreach (var (index, member) in members.Index())
        {
            text.Append(index == 0 ? "" : "," + Gap()).Append(member).Append(Gap());
        }

        return text.Append(members.Count > 0 && Take(3) == 0 ? "," + Gap() : "").Append('}').ToString();
    }

    // No comment before the colon: the reader of .NET does not take it there, so such a file is left alone.
    private string Member(string key, string value) => $"\"{key}\"{Gaps[Take(6)]}:{Gap()}{value}";

    private string Gap() => Gaps[Take(Gaps.Length)];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private int Take(int below) => _at < choices.Length ? choices[_at++] % below : 0;
}
