using System.Security.Cryptography;
using System.Text;

namespace Locket.Server.Peers;

/// <summary>Names of files for notes: safe on every system, and no two that differ in case alone.</summary>
internal sealed class NoteNames
{
    private const int Longest = 80;

    /// <summary>Of UTF-8: file systems count bytes, 255 of them, and while a file is written its name is longer.</summary>
    private const int MostBytes = 160;

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
        name = Cut(name).TrimEnd();
        if (name.Length > 0 && !Devices.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase) && _taken.Add(name + Extension))
        {
            return name + Extension;
        }

        // What stands there may itself look like a name with a hash: whoever chose it must not keep the others from being written.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)).AsSpan(0, 8));
        var number = 1;
        string other;
        do
        {
            other = $"{(name.Length == 0 ? "note" : name)}-{hash}{(number == 1 ? "" : $"-{number}")}{Extension}";
            number++;
        }
        while (!_taken.Add(other));

        return other;
    }

    // Letters outside of the basic plane were replaced, so no pair is cut.
    private static string Cut(string name)
    {
        var length = Math.Min(name.Length, Longest);
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > MostBytes)
        {
            length--;
        }

        return name[..length];
    }
}
