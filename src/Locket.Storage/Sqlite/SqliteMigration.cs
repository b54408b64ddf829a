using Locket.Engine.Safety;
using Locket.Storage.Files;

namespace Locket.Storage.Sqlite;

/// <summary>The steps that opening takes as well, for those who want to take them alone and see what happened.</summary>
internal sealed class SqliteMigration(DataDirectory directory, StorageOptions options, TimeProvider clock) : IMigration
{
    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var owner = options.Lock ?? SqliteStorage.Take(directory, "migrate");
            try
            {
                return Migrate();
            }
            finally
            {
                if (options.Lock is null)
                {
                    owner.Dispose();
                }
            }
        },
        cancellationToken);

    private MigrationReport Migrate()
    {
        SqliteStorage.RefuseHalfRestored(directory);
        if (!directory.HasRecords)
        {
            throw new DirectoryException($"{directory.Path} holds no records: there is nothing to migrate");
        }

        var database = new SqliteDatabase(FileNames.Database(directory.Path), options.BusyTimeout);

        return SchemaSteps.Bring(database, new Migrator(database, Migrator.Embedded), clock);
    }
}
