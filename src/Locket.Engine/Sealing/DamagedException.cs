namespace Locket.Engine.Sealing;

/// <summary>Bytes on disk are not what was written there. The message names the place by internal ids only.</summary>
public sealed class DamagedException(string message) : Exception(message);
