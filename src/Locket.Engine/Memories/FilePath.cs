using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Engine.Memories;

/// <summary>
/// The path of a file that is a memory: below one root, of plain names. Nothing of it ever touches a disk, and still it is held to what a
/// disk would need, because a path that means something else somewhere is how others were broken into.
/// </summary>
public static class FilePath
{
    public const string Root = "/memories";
    private const int MaxDepth = 8;
    private const char Separator = '/';

    /// <returns>The path in Unicode NFC, without a slash at its end.</returns>
    /// <exception cref="RefusalException">It leaves the root, or holds what no name may.</exception>
    public static string Parse(string? text, string field)
    {
        var path = Checked.Name(text, field);
        if (path != Root && !path.StartsWith(Root + Separator, StringComparison.Ordinal))
        {
            throw RefusalException.Invalid($"Path must start with {Root}, got: {path}");
        }

        path = Unicode.ToNfc(path);
        path = path.EndsWith(Separator) ? path[..^1] : path;
        var names = path.Split(Separator)[2..];
        if (names.Length > MaxDepth)
        {
            throw RefusalException.Invalid($"{field} is more than {MaxDepth} names deep");
        }

        foreach (var name in names)
        {
            Check(name, path, field);
        }

        return path;
    }

    /// <summary>Whether a path lies anywhere below another.</summary>
    public static bool IsBelow(string path, string directory) => path.StartsWith(directory + Separator, StringComparison.Ordinal);

    /// <summary>The directories that a file lies in, the root left out.</summary>
    public static IEnumerable<string> Parents(string path)
    {
        for (var at = path.LastIndexOf(Separator); at > Root.Length; at = path.LastIndexOf(Separator, at - 1))
        {
            yield return path[..at];
        }
    }

    private static void Check(string name, string path, string field)
    {
        if (name is ".." or ".")
        {
            throw RefusalException.Invalid($"Path {path} would escape {Root} directory");
        }

        if (name.Length == 0 || name.Trim().Length != name.Length)
        {
            throw RefusalException.Invalid($"{field} must not hold a name that is empty or begins or ends with a blank");
        }

        if (name.StartsWith('.'))
        {
            throw RefusalException.Invalid($"{field} must not hold a hidden name, which begins with a dot");
        }

        if (name.Contains('\\', StringComparison.Ordinal) || IsEncoded(name))
        {
            throw RefusalException.Invalid($"{field} must not hold a backslash or a percent-encoded character");
        }
    }

    private static bool IsEncoded(string name)
    {
        for (var at = name.IndexOf('%', StringComparison.Ordinal); at >= 0 && at + 2 < name.Length; at = name.IndexOf('%', at + 1))
        {
            if (char.IsAsciiHexDigit(name[at + 1]) && char.IsAsciiHexDigit(name[at + 2]))
            {
                return true;
            }
        }

        return false;
    }
}
