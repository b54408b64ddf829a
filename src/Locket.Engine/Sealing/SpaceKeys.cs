namespace Locket.Engine.Sealing;

/// <summary>The secrets of one space in one version. Random, never derived from another key: destroying them erases the space.</summary>
/// <param name="Version">1, 2, 3 …; a row names the version that sealed it.</param>
/// <param name="Data">32 bytes: record keys are derived from it.</param>
/// <param name="Lookup">32 bytes: keyed hashes of content, keys and names; does not rotate and dies with the space.</param>
public sealed record SpaceKeys(int Version, byte[] Data, byte[] Lookup);
