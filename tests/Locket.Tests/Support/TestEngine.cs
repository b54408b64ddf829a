using Locket.Engine;
using Locket.Engine.Audit;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Engine.Transfer;
using Locket.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Locket.Tests.Support;

/// <summary>The engine over the real store, in a real folder, with a clock that the test moves.</summary>
internal sealed class TestEngine : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);
    private readonly ServiceProvider _services;
    private readonly bool _ownsFolder;

    private TestEngine(TempFolder folder, FakeTimeProvider clock, bool ownsFolder, RedactionOptions? redaction = null)
    {
        (Folder, Clock, _ownsFolder) = (folder, clock, ownsFolder);
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(redaction ?? new RedactionOptions())
            .AddEngine()
            .AddStorage(new StorageOptions { DataDirectory = folder.Path, Role = "test" })
            .BuildServiceProvider(validateScopes: true);
        try
        {
            Get<IRecordStore>();
        }
        catch
        {
            _services.Dispose();
            throw;
        }
    }

    public TempFolder Folder { get; }

    public FakeTimeProvider Clock { get; }

    public MemoryEngine Memories => Get<MemoryEngine>();

    public TransferEngine Transfer => Get<TransferEngine>();

    public TokenEngine Tokens => Get<TokenEngine>();

    public AuditEngine Audit => Get<AuditEngine>();

    public Gatekeeper Gate => Get<Gatekeeper>();

    public Keyring Keyring => Get<Keyring>();

    public IRecordStore Records => Get<IRecordStore>();

    public ISystemStore System => Get<ISystemStore>();

    public static Caller Owner { get; } = Gatekeeper.House();

    public static SpaceName Work { get; } = SpaceName.Parse("work");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new engine in a folder of its own.</summary>
    public static TestEngine New(RedactionOptions? redaction = null) => new(new TempFolder(), new FakeTimeProvider(Start), ownsFolder: true, redaction);

    /// <summary>Opens a folder that somebody else removes.</summary>
    public static TestEngine Open(TempFolder folder, FakeTimeProvider? clock = null) =>
        new(folder, clock ?? new FakeTimeProvider(Start.AddDays(1)), ownsFolder: false);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A caller with a token of its own over every space.</summary>
    public async Task<(Caller Caller, IssuedToken Issued)> AdmitNewAsync(
        string name = "agent", Trust trust = Trust.Agent, Scope scopes = Scope.Read | Scope.Write, string spaces = "*")
    {
        var home = spaces.Contains('*', StringComparison.Ordinal) ? Work : SpaceName.Parse(spaces);
        var request = new TokenRequest { Name = name, Trust = trust, Scopes = scopes, Spaces = [SpacePattern.Parse(spaces)], DefaultSpace = home };
        var issued = await Tokens.CreateAsync(Owner, request, Cancellation);

        return ((await Gate.AdmitAsync(issued.Secret, Cancellation))!, issued);
    }

    public static MemoryDraft Draft(string text, string? key = null, MemoryId? replaces = null) =>
        MemoryDraft.From(new MemoryFields { Text = text, Key = key, Replaces = replaces });

    public Task<RememberOutcome> RememberAsync(string text, string? key = null, MemoryId? replaces = null, Caller? caller = null) =>
        Memories.RememberAsync(caller ?? Owner, Work, Draft(text, key, replaces), Cancellation);

    public async Task<Memory> FindAsync(MemoryId id) => (await Memories.FindAsync(Owner, Work, id, Cancellation))!;

    public Task<AuditVerdict> VerifyAsync() => Audit.VerifyAsync(Owner, Cancellation);

    public async Task<List<Memory>> ExportAsync(SpaceName? space = null)
    {
        var memories = new List<Memory>();
        await foreach (var memory in Transfer.ExportAsync(Owner, space ?? Work, Cancellation))
        {
            memories.Add(memory);
        }

        return memories;
    }

    public void Dispose()
    {
        _services.Dispose();
        if (_ownsFolder)
        {
            Folder.Dispose();
        }
    }
}
