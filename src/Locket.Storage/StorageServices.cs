using Locket.Engine.Safety;
using Locket.Engine.Sealing;
using Locket.Storage.Files;
using Locket.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.Storage;

/// <summary>What the other rooms may ask the storage for.</summary>
public static class StorageServices
{
    /// <summary>
    /// Registers the stores. The data directory is taken and opened when the first of them is asked for, and given back when the
    /// container is disposed; backups and migrations that need it closed ask for <see cref="IRestore"/> or <see cref="IMigration"/> only.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<IPrivateFiles>(PrivateFiles.Instance);
        services.TryAddSingleton<IDataDirectory>(provider => OpenDirectory(options.DataDirectory, Clock(provider)));
        services.TryAddSingleton<IKekSource>(provider => new FileKekSource(provider.GetRequiredService<IDataDirectory>().Path));
        services.TryAddSingleton(provider => SqliteStorage.Open(
            (DataDirectory)provider.GetRequiredService<IDataDirectory>(),
            options,
            provider.GetRequiredService<IKekSource>(),
            Clock(provider),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().Keyring);
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().Records);
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().Snapshots);
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().Vectors);
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().System);
        services.TryAddSingleton(provider => provider.GetRequiredService<SqliteStorage>().Backup);
        services.TryAddSingleton<SpaceNameSealer>();
        services.TryAddSingleton<RecordSealer>();
        services.TryAddSingleton<SnapshotSealer>();
        services.TryAddSingleton<IRestore>(provider => new SqliteRestore(
            (DataDirectory)provider.GetRequiredService<IDataDirectory>(), options, provider.GetRequiredService<IKekSource>()));
        services.TryAddSingleton<IMigration>(provider => new SqliteMigration(
            (DataDirectory)provider.GetRequiredService<IDataDirectory>(), options, Clock(provider)));

        return services;
    }

    /// <summary>The directory alone, for those who wait for its lock or ask who has it.</summary>
    /// <exception cref="DirectoryException">It is not safe to use.</exception>
    public static IDataDirectory OpenDirectory(string path, TimeProvider clock) => DataDirectory.Open(path, clock);

    /// <summary>A look at a directory that may be somebody else's, or not there at all. Changes nothing.</summary>
    public static IInspection Inspect(string path) => SqliteInspection.Of(path);

    /// <summary>A look at another folder that is to be as private as a data directory. Changes nothing.</summary>
    /// <returns>What is wrong with modes, owners and links, in sentences.</returns>
    public static IReadOnlyList<string> InspectPrivate(string folder, IEnumerable<string> files) => FileRules.Complaints(folder, files);

    /// <summary>Private files for those who need no container.</summary>
    public static IPrivateFiles OpenPrivateFiles() => PrivateFiles.Instance;

    private static TimeProvider Clock(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();
}
