using System.Net.Sockets;
using System.Text;

namespace Locket.Server.Diagnostics;

/// <summary>
/// An exception for the log: types and stacks of the whole chain, but messages only of kinds that speak of files, sockets and
/// the database. Other messages may quote what a caller sent.
/// </summary>
internal static class ExceptionText
{
    private const string Sqlite = "Microsoft.Data.Sqlite.SqliteException";

    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        for (var link = exception; link is not null; link = link.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " <- ").Append(link.GetType().FullName);
            if (IsAboutUs(link))
            {
                text.Append(": ").Append(link.Message);
            }

            text.Append('\n').Append(link.StackTrace);
        }

        return text.ToString();
    }

    private static bool IsAboutUs(Exception exception) =>
        exception is IOException or SocketException or UnauthorizedAccessException or Engine.Safety.DirectoryException
            or Engine.Sealing.KeyringException or Engine.Sealing.DamagedException
        || exception.GetType().FullName == Sqlite;
}
