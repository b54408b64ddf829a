namespace Locket.Engine.Sealing;

/// <summary>The keys cannot be had, so nothing may start. The message says what to do and is safe to print.</summary>
public sealed class KeyringException(string message) : Exception(message);
