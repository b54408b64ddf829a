namespace Locket.Server.Stdio;

/// <summary>Writes whole lines, one at a time, and hands each to the reader at once.</summary>
internal sealed class LineWriter(Stream output) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <exception cref="IOException">Nobody reads any more.</exception>
    public async Task WriteAsync(byte[] message)
    {
        var line = JsonRpc.OneLine(message);
        await _one.WaitAsync();
        try
        {
            await output.WriteAsync(line);
            await output.WriteAsync("\n"u8.ToArray());
            await output.FlushAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
