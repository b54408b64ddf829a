using System.CommandLine;
using Locket.Server.Settings;
using Locket.Storage;

namespace Locket.Server.Commands;

/// <summary>The storage without a server, for what must have the data directory to itself. The lock is taken by what is asked for.</summary>
internal static class Alone
{
    public static ServiceProvider Open(ParseResult parsed, string role)
    {
        var settings = SettingFlags.Load(parsed);

        return new ServiceCollection()
            .AddStorage(new StorageOptions { DataDirectory = settings.Data, Role = role })
            .BuildServiceProvider();
    }
}
