using System.Diagnostics;
using System.Globalization;
using Locket.Client;

namespace Locket.Chaos.Runs;

/// <summary>One run: a server, a proxy, a program that writes, and the faults of one seed. At the end the server is counted.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Schedule _schedule;
    private readonly RunOptions _options;
    private readonly string _data;
    private readonly string _local;
    private readonly Ledger _ledger;
    private readonly ChaosProxy _proxy = new();
    private readonly ClientProcess _client;
    private readonly List<Task> _endings = [];
    private readonly Dictionary<FaultKind, int> _fell = [];
    private readonly SemaphoreSlim _serverLock = new(1, 1);
    private LocketServer? _server;
    private SmallDisk? _disk;

    private ChaosRun(Schedule schedule, RunOptions options, string folder)
    {
        (_schedule, _options) = (schedule, options);
        (_data, _local) = (PrivateFiles.Folder(folder, "data"), PrivateFiles.Folder(folder, "local"));
        _ledger = new Ledger(schedule);
        _client = new ClientProcess(
            [
                "--seed", schedule.Seed.ToString(CultureInfo.InvariantCulture), "--address", $"https://127.0.0.1:{_proxy.Port}", "--pin", options.Certificate.Pin,
                "--data", _data, "--local", _local,
            ],
            _ledger);
    }

    public static async Task<RunOutcome> RunAsync(ulong seed, RunOptions options)
    {
        var schedule = Schedule.Of(seed);
        var folder = PrivateFiles.Folder(options.Folder, $"run-{seed}");
        await using var run = new ChaosRun(schedule, options, folder);
        try
        {
            await run.GoAsync().WaitAsync(Limit);
            var verdict = await run.JudgeAsync();

            return new RunOutcome(schedule, verdict, run._fell, run._ledger.Counts, run._proxy.AnswersCut, verdict.IsGood ? null : verdict + run._client.Errors);
        }
        catch (TimeoutException)
        {
            await run._client.DisposeAsync();

            return new RunOutcome(schedule, null, run._fell, run._ledger.Counts, run._proxy.AnswersCut, $"it did not end within {Limit.TotalSeconds:0} s; {run._client.Errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _server?.Dispose();
        await _proxy.DisposeAsync();
        await (_disk?.RemoveAsync() ?? Task.CompletedTask);
        _serverLock.Dispose();
    }

    private async Task GoAsync()
    {
        _disk = _options.CanFillDisks ? await SmallDisk.MakeAsync(_local) : null;
        await StartServerAsync();
        _client.Start();
        await _client.First;
        var begun = Stopwatch.GetTimestamp();
        foreach (var fault in _schedule.Faults)
        {
            var wait = TimeSpan.FromMilliseconds(fault.At) - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            await BreakAsync(fault);
        }

        await Task.WhenAll(_endings);
        _proxy.Heal();
        await _client.Drained;
    }

    private async Task BreakAsync(Fault fault)
    {
        // What comes too late breaks nothing, nor does a disk that cannot be filled.
        if (!_client.Drained.IsCompleted && (fault.Kind != FaultKind.DiskFull || _disk is not null))
        {
            _fell[fault.Kind] = _fell.GetValueOrDefault(fault.Kind) + 1;
        }

        switch (fault.Kind)
        {
            case FaultKind.CutReply:
                _proxy.CutNextReply();
                break;
            case FaultKind.Reset:
                _proxy.Refuse(fault.For > 0);
                _proxy.ResetAll();
                _endings.Add(AfterAsync(fault.For, () => _proxy.Refuse(false)));
                break;
            case FaultKind.HalfOpen:
                _proxy.Hold();
                _endings.Add(AfterAsync(fault.For, () => _proxy.LetGo(fault.IsLost)));
                break;
            case FaultKind.KillClient:
                await _client.KillAndStartAsync();
                break;
            case FaultKind.KillServer:
                await _serverLock.WaitAsync();
                await _server!.KillAsync();
                _endings.Add(RestartAsync(fault.For));
                break;
            case FaultKind.DiskFull when _disk is { } disk:
                disk.Fill();
                _endings.Add(AfterAsync(fault.For, disk.Free));
                break;
        }
    }

    private static async Task AfterAsync(int milliseconds, Action end)
    {
        await Task.Delay(milliseconds);
        end();
    }

    private async Task RestartAsync(int milliseconds)
    {
        try
        {
            await Task.Delay(milliseconds);
            var before = _server!.Token;
            _server.Dispose();
            await StartServerAsync();
            if (_server.Token == before)
            {
                throw new InvalidOperationException("a server that was started anew has the session token of before");
            }
        }
        finally
        {
            _serverLock.Release();
        }
    }

    private async Task StartServerAsync()
    {
        _server = await LocketServer.StartAsync(_options.Program, _data, "--tls-cert", _options.Certificate.File, "--tls-key", _options.Certificate.KeyFile);
        _proxy.Target = _server.Port;
    }

    // Asked itself, past the proxy.
    private async Task<Verdict> JudgeAsync()
    {
        await using var judge = new LocketClient(new LocketClientOptions
        {
            Address = new Uri($"https://127.0.0.1:{_server!.Port}"),
            Pin = _options.Certificate.Pin,
            DataDirectory = _data,
            Offline = null,
        });

        return await Verdict.OfAsync(judge, _schedule, _ledger);
    }
}

/// <summary>What all runs share.</summary>
/// <param name="Program">The server.</param>
/// <param name="Folder">Where each run has a folder.</param>
/// <param name="CanFillDisks">Whether a disk of its own can be mounted for each client.</param>
internal sealed record RunOptions(string Program, string Folder, Certificate Certificate, bool CanFillDisks);

/// <summary>What came of one run.</summary>
/// <param name="Fell">How often each fault fell while the program was at work.</param>
/// <param name="Complaint">Null where everything was as promised.</param>
internal sealed record RunOutcome(
    Schedule Schedule, Verdict? Verdict, IReadOnlyDictionary<FaultKind, int> Fell, IReadOnlyDictionary<string, int> Counts, int AnswersCut, string? Complaint);
