namespace Locket.Storage.Tests;

/// <summary>A folder of its own, gone after the test.</summary>
public sealed class TestDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("locket-storage-").FullName;

    /// <summary>Inside the root; not made yet.</summary>
    public string Data => Path.Combine(Root, "data");

    public string At(string name) => Path.Combine(Data, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
