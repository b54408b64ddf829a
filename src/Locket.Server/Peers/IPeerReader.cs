namespace Locket.Server.Peers;

/// <summary>Reads what another program has written. Pure: it knows files and nothing of a server.</summary>
internal interface IPeerReader
{
    /// <summary>One of <see cref="PeerFormats"/>.</summary>
    string Format { get; }

    /// <returns>Those of the files that this format is about, in the order they are read.</returns>
    IReadOnlyList<PeerFile> Choose(PeerSource source);

    /// <summary>Reads one of the chosen files. What cannot be read comes as a <see cref="FoundFault"/>, and reading goes on.</summary>
    IAsyncEnumerable<Found> ReadAsync(PeerFile file, CancellationToken cancellationToken);
}
