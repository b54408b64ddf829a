using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Locket.Benchmarks.Beside;

/// <summary>An MCP server on stdin and stdout, asked one call at a time: the same code for whichever program it is.</summary>
internal sealed class StdioServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private int _last;

    private StdioServer(Process process, string name) => (_process, _name) = (process, name);

    public static async Task<StdioServer> StartAsync(string program, IEnumerable<string> arguments, string variable, string value)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment[variable] = value;
        var server = new StdioServer(Process.Start(start)!, Path.GetFileName(program));
        server._process.ErrorDataReceived += (_, _) => { };
        server._process.BeginErrorReadLine();
        var hello = new JsonObject
        {
            ["protocolVersion"] = "2025-06-18",
            ["capabilities"] = new JsonObject(),
            ["clientInfo"] = new JsonObject { ["name"] = "bench", ["version"] = "1" },
        };
        await server.AskAsync("initialize", hello);
        await server.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return server;
    }

    /// <summary>Calls a tool; the clock runs from the first byte sent to the last one read, not while the answer is taken apart.</summary>
    public Task<Reply> CallAsync(string tool, JsonObject arguments) =>
        AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments });

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<Reply> AskAsync(string method, JsonObject parameters)
    {
        var id = ++_last;
        var line = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString();
        var start = Stopwatch.GetTimestamp();
        await SendAsync(line);
        while (await _process.StandardOutput.ReadLineAsync() is { } answer)
        {
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (JsonNode.Parse(answer) is JsonObject message && message["id"] is { } same && same.GetValue<int>() == id)
            {
                return message["result"] is JsonObject result && result["isError"]?.GetValue<bool>() is not true
                    ? new Reply(milliseconds, Encoding.UTF8.GetByteCount(answer), result["structuredContent"] as JsonObject)
                    : throw new IOException($"{_name} answered {answer[..Math.Min(answer.Length, 300)]} to {line[..Math.Min(line.Length, 300)]}");
            }
        }

        throw new IOException($"{_name} ended without an answer to {method}");
    }

    private async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteAsync(line + "\n");
        await _process.StandardInput.FlushAsync();
    }
}

/// <param name="Bytes">Of the whole answer, which is what a model is given to read, and its envelope.</param>
internal sealed record Reply(double Milliseconds, int Bytes, JsonObject? Content);
