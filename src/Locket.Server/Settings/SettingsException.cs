namespace Locket.Server.Settings;

/// <summary>A setting cannot be used, so nothing may start. The message is one sentence that names it and its limit.</summary>
internal sealed class SettingsException(string message) : Exception(message);
