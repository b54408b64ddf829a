using Locket.Engine.Refusals;
using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Server.Settings;

namespace Locket.Server.Hosting;

/// <summary>Tells the reasons not to start, which are for whoever runs the program, from bugs.</summary>
internal static class StartRefusal
{
    /// <returns>One sentence to print, or null when the exception is something else.</returns>
    public static string? SentenceOf(Exception exception) =>
        exception is SettingsException or DirectoryTakenException or DirectoryException or KeyringException or RefusalException
            ? exception.Message
            : null;
}
