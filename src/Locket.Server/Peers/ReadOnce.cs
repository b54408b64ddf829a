using Locket.Engine.Refusals;

namespace Locket.Server.Peers;

/// <summary>A stream that cannot be read again. Its beginning was read to see what it is, and is given out again as often as it is enough.</summary>
/// <param name="beginning">What was read.</param>
/// <param name="rest">What comes after it; null where nothing does.</param>
internal sealed class ReadOnce(ReadOnlyMemory<byte> beginning, Stream? rest)
{
    private bool _isUsed;

    public Stream Open() => new Reading(this);

    private sealed class Reading(ReadOnce from) : ReadingStream
    {
        private ReadOnlyMemory<byte> _beginning = from.Begin();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_beginning.Length == 0)
            {
                return await from.ReadRestAsync(buffer, cancellationToken);
            }

            var length = Math.Min(buffer.Length, _beginning.Length);
            _beginning[..length].CopyTo(buffer);
            _beginning = _beginning[length..];

            return length;
        }
    }

    private ReadOnlyMemory<byte> Begin() => _isUsed
        ? throw RefusalException.Invalid("this format is read twice: name the file instead of giving it on stdin")
        : beginning;

    private ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _isUsed = rest is not null;

        return rest?.ReadAsync(buffer, cancellationToken) ?? ValueTask.FromResult(0);
    }
}
