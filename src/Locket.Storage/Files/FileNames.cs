namespace Locket.Storage.Files;

/// <summary>What lies in a data directory, by name. The names are a promise: backups and documentation speak of them.</summary>
internal static class FileNames
{
    /// <summary>The keyring that lies beside backups; refreshed by each.</summary>
    public const string BackupKeyring = "locket.keyring";

    public static string Lock(string directory) => Path.Combine(directory, "locket.lock");

    public static string Key(string directory) => Path.Combine(directory, "locket.key");

    public static string Keyring(string directory) => Path.Combine(directory, "keyring.locket");

    public static string SecondKeyring(string directory) => Path.Combine(directory, "keyring.bak.locket");

    public static string Database(string directory) => Path.Combine(directory, "locket.db");

    public static string Reserve(string directory) => Path.Combine(directory, "reserve.locket");

    /// <summary>Stands there while a restore is not finished: what lies beside it is not whole.</summary>
    public static string Restoring(string directory) => Path.Combine(directory, "locket.db.restoring");

    public static IEnumerable<string> Secrets(string directory)
    {
        var database = Database(directory);

        return
        [
            Lock(directory), Key(directory), Keyring(directory), SecondKeyring(directory), Reserve(directory), Restoring(directory),
            database, database + "-wal", database + "-shm",
            Path.Combine(directory, ".mcp_token"), Path.Combine(directory, ".mcp_port"),
        ];
    }
}
