using System.Runtime.CompilerServices;

namespace Locket.Server.Stdio;

/// <summary>
/// Keeps calling the owner of the data directory, whoever that is at the moment. When it dies between a commit and its answer,
/// the call is sent again to its successor under the key it had from the beginning, and so is done once.
/// </summary>
internal sealed partial class OwnerLink(
    OwnerConnection connection, StdioOwner owner, TokenSource tokens, TimeProvider clock, ILogger<OwnerLink> logger)
{
    /// <summary>How long a call waits for somebody to take over.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The messages for one call; for a request the last of them is its answer, and there is always one.</summary>
    public async IAsyncEnumerable<byte[]> CallAsync(Envelope envelope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? lostAt = null;
        for (var attempt = 0; ; attempt++)
        {
            var attempted = new Attempt();
            await foreach (var message in AttemptAsync(envelope, attempted, cancellationToken))
            {
                yield return message;
            }

            if (attempted.Lost is not { } lost)
            {
                yield break;
            }

            lostAt ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(lostAt.Value) >= Hold || (lost.IsTokenRefused && tokens.IsFixed))
            {
                LogGivenUp(envelope.Message.Method, attempt + 1);
                if (envelope.Message.Id is { } id)
                {
                    yield return JsonRpc.Error(id, JsonRpc.InternalError, $"{lost.Message}, and nobody took over within {Hold.TotalSeconds:0} s");
                }

                yield break;
            }

            await RecoverAsync(attempt, cancellationToken);
        }
    }

    private async IAsyncEnumerable<byte[]> AttemptAsync(
        Envelope envelope, Attempt attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = envelope.Message.Id;
        if (tokens.Read() is not { } token)
        {
            attempt.Lost = new OwnerLostException("the data directory holds no token");
            yield break;
        }

        await using var messages = connection.PostAsync(envelope, token, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(messages, attempt))
        {
            yield return messages.Current;
            if (id is not null && JsonRpc.Answers(messages.Current, id))
            {
                yield break;
            }
        }

        if (id is not null)
        {
            attempt.Lost ??= new OwnerLostException("the memory server went away");
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<byte[]> messages, Attempt attempt)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (OwnerLostException lost)
        {
            attempt.Lost = lost;
            return false;
        }
    }

    // The first new attempt goes to whoever is there by then, such as a server that asked to take over; only after that does
    // this process try to be the owner itself.
    private async Task RecoverAsync(int attempt, CancellationToken cancellationToken)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 8));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellationToken);
        if (attempt > 0 && await owner.TryTakeAsync(cancellationToken))
        {
            return;
        }

        LogWaiting(attempt + 1);
    }

    private sealed class Attempt
    {
        public OwnerLostException? Lost { get; set; }
    }

    [LoggerMessage(EventId = 303, Level = LogLevel.Debug, Message = "The owner of the data directory does not answer; attempt {Attempt}.")]
    private partial void LogWaiting(int attempt);

    [LoggerMessage(EventId = 304, Level = LogLevel.Warning, Message = "Gave up {Method} after {Attempts} attempts: nobody owns the data directory.")]
    private partial void LogGivenUp(string method, int attempts);
}
