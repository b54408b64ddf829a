namespace Locket.Client;

/// <summary>
/// Where a client keeps what lets it answer while the server is away: a sealed copy of the spaces that it uses, and the writes that
/// wait. Several processes of one user share it.
/// </summary>
public sealed record OfflineOptions
{
    /// <summary>
    /// The folder, made with mode 0700; <c>locket/client</c> below <c>$XDG_STATE_HOME</c> (or <c>~/.local/state</c>) unless said, on other
    /// systems than Linux below the folder for application data.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The file of the key that seals it, made with mode 0600; the folder's name with <c>.key</c>, beside it, unless said.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How long after the server last let this client in the copy may be answered from; 30 days unless said.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);
}
