using Locket.Client;
using Locket.Engine.Safety;
using Locket.Server.Checks;
using Locket.Server.Editors;
using Locket.Server.Settings;
using Locket.Server.Tests.Support;
using Locket.Storage;

namespace Locket.Server.Tests.Checks;

/// <summary>A data directory with memories in it that was closed properly, a home folder, and a machine that is well.</summary>
internal sealed class Clinic : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locket-");

    private Clinic() => Variables["XDG_STATE_HOME"] = Path.Combine(_folder.FullName, "state");

    public string Data => Path.Combine(_folder.FullName, "data");

    public string Home => Path.Combine(_folder.FullName, "home");

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The offline files of this home's clients.</summary>
    internal OfflineHome Offline => OfflineHome.Find(new OfflineOptions(), name => Variables.GetValueOrDefault(name));

    public string In(string name) => Path.Combine(Data, name);

    public static async Task<Clinic> OpenAsync()
    {
        var clinic = new Clinic();
        Directory.CreateDirectory(clinic.Home);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(clinic.Data);
        }
        else
        {
            Directory.CreateDirectory(clinic.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await using var locket = await TestLocket.StartAsync(data: clinic.Data, listenTcp: false);
        using var client = locket.SocketClient();
        using var answer = await client.PostAsync(
            "/v1/spaces/me/memories", new StringContent("""{"text":"likes tea"}""", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        return clinic;
    }

    public async Task<Patient> PatientAsync()
    {
        var directory = StorageServices.Inspect(Data);

        return new Patient
        {
            Directory = directory,
            Settings = new LocketSettings { Data = Data },
            Variable = name => Variables.GetValueOrDefault(name),
            Places = new Places(Platform.Linux, Home, name => Variables.GetValueOrDefault(name), _ => []),
            Clock = TimeProvider.System,
            Program = new LocalServer(Path.Combine(AppContext.BaseDirectory, "locket"), [], new Dictionary<string, string>()),
            Room = new DiskRoom(1L << 40, 1_000_000),
            OpenFiles = 65_536,
            Owner = await Visit.ToAsync(directory.Path, name => Variables.GetValueOrDefault(name), TestContext.Current.CancellationToken),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask;
        _folder.Delete(recursive: true);
    }
}
