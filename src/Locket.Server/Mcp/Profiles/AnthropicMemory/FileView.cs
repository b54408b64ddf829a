using System.Globalization;
using System.Text;
using Locket.Engine.Memories;

namespace Locket.Server.Mcp.Profiles.AnthropicMemory;

/// <summary>How a file and a directory are shown.</summary>
internal static class FileView
{
    private const int NumberWidth = 6;
    private const int Step = 1024;
    private const int Levels = 2;
    private const string Units = "KMG";

    /// <summary>Lines with their numbers, from one to another, counted from 1.</summary>
    public static string Numbered(IReadOnlyList<string> lines, int from, int to)
    {
        var shown = lines.Take(to).Skip(from - 1).Select((line, at) =>
            $"{(from + at).ToString(CultureInfo.InvariantCulture).PadLeft(NumberWidth)}\t{line}");

        return string.Join('\n', shown);
    }

    /// <summary>A directory and what lies in it, two levels deep, each with its size; directories have the size of all that is in them.</summary>
    public static string Directory(string path, IReadOnlyList<FileEntry> files)
    {
        var text = new StringBuilder($"Here're the files and directories up to {Levels} levels deep in {path}, excluding hidden items:\n");
        text.Append(Size(files.Sum(file => file.Bytes))).Append('\t').Append(path);
        Append(text, path, files, Levels);

        return text.ToString();
    }

    private static void Append(StringBuilder text, string path, IReadOnlyList<FileEntry> files, int levels)
    {
        foreach (var item in files.GroupBy(file => file.Path[(path.Length + 1)..].Split('/')[0]).OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            var at = $"{path}/{item.Key}";
            var isFile = item.Any(file => file.Path == at);
            text.Append('\n').Append(Size(item.Sum(file => file.Bytes))).Append('\t').Append(at).Append(isFile ? "" : "/");
            if (!isFile && levels > 1)
            {
                Append(text, at, [.. item], levels - 1);
            }
        }
    }

    private static string Size(long bytes)
    {
        if (bytes < Step)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes}B");
        }

        var (size, unit) = ((double)bytes / Step, 0);
        for (; size >= Step && unit < Units.Length - 1; unit++)
        {
            size /= Step;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.0}{Units[unit]}");
    }
}
