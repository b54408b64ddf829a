namespace Locket.Server.Editors;

/// <summary>What is to be written, before anything is.</summary>
/// <param name="Before">The text as it is.</param>
/// <param name="After">The text as it will be.</param>
/// <param name="Bytes">The file as it will be; null where it will be gone.</param>
internal sealed record ConfigChange(string Before, string After, byte[]? Bytes)
{
    /// <summary>What to keep beside it; null where that is kept already, or there is nothing to keep.</summary>
    public byte[]? Backup { get; init; }

    /// <summary>Whether what was kept beside it has served.</summary>
    public bool EndsBackup { get; init; }
}
