using System.IO.Compression;

namespace Locket.Server.Tests.Peers;

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class TempPlace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    public string Data => Path.Combine(_folder.FullName, "data");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        var path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);

        return path;
    }

    public string Zip(string name, params (string Entry, string Text)[] entries)
    {
        using var zip = ZipFile.Open(this[name], ZipArchiveMode.Create);
        foreach (var (entry, text) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
