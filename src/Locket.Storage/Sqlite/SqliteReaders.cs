using System.Collections.Concurrent;

namespace Locket.Storage.Sqlite;

/// <summary>A few connections that read, handed out one at a time. They never wait for the writer, nor it for them.</summary>
internal sealed class SqliteReaders(SqliteDatabase database, int count) : IDisposable
{
    private readonly ConcurrentBag<ReadStatements> _idle = [];
    private readonly SemaphoreSlim _free = new(count);

    public async ValueTask<T> ReadAsync<T>(Func<ReadStatements, T> reads, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            var reader = _idle.TryTake(out var idle) ? idle : new ReadStatements(database.OpenReader());
            return Read(reader, reads);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    // A connection that failed is not used again: the next one reads from the disk anew.
    private T Read<T>(ReadStatements reader, Func<ReadStatements, T> reads)
    {
        var isWell = false;
        try
        {
            var result = reader.InSnapshot(reads);
            isWell = true;
            return result;
        }
        finally
        {
            if (isWell)
            {
                _idle.Add(reader);
            }
            else
            {
                reader.Dispose();
            }
        }
    }
}
