using System.Globalization;
using Locket.Client;
using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>
/// Waits where a server says that the token's minute is used up, and goes on: an import by a named token takes its time instead of
/// ending in the middle.
/// </summary>
internal sealed class PatientTarget(IImportTarget inner, Action<string> say, TimeProvider clock) : IImportTarget
{
    private const int TooManyRequests = 429;

    public Task<ImportView> StoreAsync(Stream lines, CancellationToken cancellationToken)
    {
        var start = lines.Position;

        return PatientlyAsync(
            () =>
            {
                lines.Position = start;
                return inner.StoreAsync(lines, cancellationToken);
            },
            cancellationToken);
    }

    public Task<bool> RefreshAsync(string id, string text, CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.RefreshAsync(id, text, cancellationToken), cancellationToken);

    public Task<bool> DescribeAsync(FoundEntity entity, CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.DescribeAsync(entity, cancellationToken), cancellationToken);

    public Task<bool> RelateAsync(FoundRelation relation, CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.RelateAsync(relation, cancellationToken), cancellationToken);

    // A space that is full is a 429 too, but no wait helps it, and none is named.
    private async Task<T> PatientlyAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (LocketRefusedException refused) when (refused is { Status: TooManyRequests, RetryAfter: { } wait })
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{refused.Message}: going on in {Math.Ceiling(wait.TotalSeconds)} s"));
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
