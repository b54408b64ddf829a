using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Engine.Vectors;

namespace Locket.Server.Embedding;

/// <summary>
/// Embeds what was written, space by space and a page at a time, so that a large one does not keep the others waiting. A model that is away
/// is asked again after a while that grows up to a minute, and so is a space that fails by itself, while the others go on; nothing is lost by
/// that but time.
/// </summary>
internal sealed partial class EmbeddingWorker(
    EmbeddingEngine engine, EmbeddingHealth health, TimeProvider clock, ILogger<EmbeddingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private readonly Caller _house = Gatekeeper.House();
    private readonly FailedSpaces _failed = new(clock, Soon, Longest);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Soon;
        while (!stoppingToken.IsCancellationRequested)
        {
            var isWell = await TryAsync(stoppingToken);
            pause = isWell ? Soon : pause * 2 < Longest ? pause * 2 : Longest;
            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await RoundAsync(cancellationToken))
            {
            }

            Tell(_failed.Reason);

            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The top of this loop: what failed now is tried again.
            Tell(ReasonOf(failure));
        }

        return false;
    }

    private string ReasonOf(Exception failure)
    {
        if (failure is EmbedderException or RefusalException)
        {
            return failure.Message;
        }

        LogFailed(failure);

        return "embedding failed, and the log of the server says why";
    }

    /// <summary>One page of every space that has something to embed.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        var spaces = await engine.BehindAsync(_house, cancellationToken);
        _failed.Keep(spaces);
        var isMore = false;
        foreach (var space in spaces.Where(space => !_failed.IsLeftAlone(space)))
        {
            isMore |= await TryStepAsync(space, cancellationToken);
        }

        return isMore;
    }

    /// <summary>What is wrong with one space keeps no other from being embedded; a model that is away is nobody's.</summary>
    private async Task<bool> TryStepAsync(SpaceName space, CancellationToken cancellationToken)
    {
        try
        {
            await engine.StepAsync(_house, space, cancellationToken);
            _failed.Remove(space);

            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (failure is EmbedderException)
            {
                await engine.ProbeAsync(_house, cancellationToken);
            }

            _failed.Add(space, ReasonOf(failure));

            return false;
        }
    }

    private void Tell(string? problem)
    {
        if (problem != health.Problem)
        {
            health.Problem = problem;
            if (problem is null)
            {
                LogWell();
            }
            else
            {
                LogAway(problem);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Memories are not embedded, and questions are answered by words: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Memories are embedded again")]
    private partial void LogWell();

    [LoggerMessage(Level = LogLevel.Error, Message = "Embedding failed and will be tried again")]
    private partial void LogFailed(Exception failure);
}
