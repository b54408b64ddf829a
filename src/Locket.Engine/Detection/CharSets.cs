using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>The sets of letters that tokens are made of, each under one letter for the table of formats.</summary>
internal static class CharSets
{
    private const string Digits = "0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";

    private static readonly Dictionary<char, SearchValues<char>> Sets = new()
    {
        ['a'] = SearchValues.Create(Digits + Upper + Lower),
        ['b'] = SearchValues.Create(Digits + Upper + Lower + "+/"),
        ['d'] = SearchValues.Create(Digits),
        ['h'] = SearchValues.Create(Digits + "abcdef"),
        ['H'] = SearchValues.Create(Digits + "abcdefABCDEF"),
        ['l'] = SearchValues.Create(Digits + Lower),
        ['U'] = SearchValues.Create(Digits + Upper),
        ['2'] = SearchValues.Create(Upper + "234567"),
        ['B'] = SearchValues.Create("023456789ACDEFGHJKLMNPQRSTUVWXYZ"),
        ['w'] = SearchValues.Create(Digits + Upper + Lower + "_-"),
        ['x'] = SearchValues.Create(Digits + Upper + Lower + "_-.~"),
        ['p'] = SearchValues.Create(Digits + Upper + Lower + "%"),
        ['q'] = SearchValues.Create(Digits + Upper + Lower + "_-=+/."),
        ['u'] = SearchValues.Create(Digits + "abcdef-"),
    };

    public static SearchValues<char> Of(char name) => Sets[name];
}
