using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Locket.Server.Tests.Stdio;

/// <summary>A real <c>locket stdio</c>, spoken to line by line.</summary>
internal sealed class StdioProcess : IAsyncDisposable
{
    /// <summary>Tests with many processes run one after the other.</summary>
    public const string Many = "many processes";

    private const string Initialize =
        """{"jsonrpc":"2.0","id":"init","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test-editor","version":"1"}}}""";

    private readonly Process _process;
    private readonly Channel<JsonNode> _lines = Channel.CreateUnbounded<JsonNode>();
    private readonly List<string> _log = [];

    private StdioProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public bool IsOwner => Log.Contains("this process does now", StringComparison.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static StdioProcess Start(string data, string? token = null, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "locket.dll"), "stdio", "--data", data, .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MCP_MEMORY_TOKEN");
        if (token is not null)
        {
            start.Environment["MCP_MEMORY_TOKEN"] = token;
        }

        var stdio = new StdioProcess(Process.Start(start)!);
        stdio._process.ErrorDataReceived += (_, line) => stdio.Note(line.Data);
        stdio._process.BeginErrorReadLine();
        _ = stdio.ReadAsync();

        return stdio;
    }

    /// <summary>Started, and past the handshake.</summary>
    public static async Task<StdioProcess> ConnectAsync(string data, string? token = null, params string[] more)
    {
        var stdio = Start(data, token, more);
        await stdio.SendAsync(Initialize);
        Assert.Equal("init", (await stdio.NextAsync())["id"]!.GetValue<string>());

        return stdio;
    }

    public async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteAsync((line + "\n").AsMemory(), Cancel);
        await _process.StandardInput.FlushAsync(Cancel);
    }

    public Task CallAsync(int id, string tool, JsonObject arguments) => SendAsync(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["method"] = "tools/call",
        ["params"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments },
    }.ToJsonString());

    public Task RememberAsync(int id, string text) => CallAsync(id, "remember", new JsonObject { ["text"] = text });

    /// <summary>The next line of its output, which must be JSON-RPC like all of them.</summary>
    public async Task<JsonNode> NextAsync()
    {
        try
        {
            return await _lines.Reader.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        }
        catch (Exception silent) when (silent is TimeoutException or ChannelClosedException)
        {
            throw new InvalidOperationException($"The process said no more; its log:\n{Log}", silent);
        }
    }

    /// <summary>As many answers as there were calls, by id.</summary>
    public async Task<Dictionary<int, JsonNode>> AnswersAsync(int count)
    {
        var answers = new Dictionary<int, JsonNode>();
        while (answers.Count < count)
        {
            var answer = await NextAsync();
            answers.Add(answer["id"]!.GetValue<int>(), answer);
        }

        return answers;
    }

    public async Task<List<JsonNode>> RestAsync() => await _lines.Reader.ReadAllAsync(Cancel).ToListAsync(Cancel);

    /// <summary>Ends its input.</summary>
    /// <returns>How long it took to end itself.</returns>
    public async Task<TimeSpan> CloseAsync()
    {
        var since = Stopwatch.GetTimestamp();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(Cancel);

        return Stopwatch.GetElapsedTime(since);
    }

    public Task ExitAsync() => _process.WaitForExitAsync(Cancel);

    public int ExitCode => _process.ExitCode;

    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(Cancel) is { } line)
            {
                await _lines.Writer.WriteAsync(JsonNode.Parse(line)!, Cancel);
            }

            _lines.Writer.Complete();
        }
        catch (JsonException stray)
        {
            _lines.Writer.Complete(stray);
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.Add(line ?? "");
        }
    }
}
