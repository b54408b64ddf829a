using System.Security.Cryptography;
using System.Text;

namespace Locket.Server.Peers;

/// <summary>Names of files for notes: safe on every system, and no two that differ in case alone.</summary>
internal sealed class NoteNames
{
    private const int Longest = 80;
    private const string Extension = ".md";

    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(number => (string[])[$"COM{number}", $"LPT{number}"]),
    ];

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    public string For(string title)
    {
        var letters = title.Select(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.' or ',' or '(' or ')' ? letter : '-');
        var name = string.Concat(letters).Trim(' ', '.', '-');
        name = name.Length > Longest ? name[..Longest].TrimEnd() : name;
        if (name.Length == 0 || Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase) || !_taken.Add(name + Extension))
        {
            name = $"{(name.Length == 0 ? "note" : name)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)).AsSpan(0, 8))}";
            _taken.Add(name + Extension);
        }

        return name + Extension;
    }
}
