using Locket.Engine.Records;
using Locket.Engine.Search;
using Locket.Engine.Security;
using Locket.Engine.Text;
using Locket.Engine.Vectors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Locket.Engine.Memories;

/// <summary>
/// Gives memories their vectors, behind everybody's back: it follows the log of a space, a page at a time, and moves its place on in the
/// transaction that keeps the vectors of the page. A crash costs one page; another model begins anew, while questions are answered from
/// what it has been through and by words.
/// </summary>
public sealed partial class EmbeddingEngine(
    IRecordStore records,
    IVectorStore store,
    MemoryReader reader,
    VectorSealer sealer,
    SpaceIndexes indexes,
    EmbeddingModel model,
    EmbeddingOptions options,
    ILogger<EmbeddingEngine>? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger<EmbeddingEngine>.Instance;

    /// <returns>The spaces that the caller covers and that have something to embed.</returns>
    /// <exception cref="EmbedderException">The model does not answer.</exception>
    public async Task<IReadOnlyList<SpaceName>> BehindAsync(Caller caller, CancellationToken cancellationToken) =>
        await store.BehindAsync(caller.MayList(), await model.LearnAsync(cancellationToken), cancellationToken);

    /// <summary>Asks the model for a text that every model takes.</summary>
    /// <exception cref="EmbedderException">It does not answer.</exception>
    public Task ProbeAsync(Caller caller, CancellationToken cancellationToken)
    {
        caller.MayList();

        return model.ProbeAsync(cancellationToken);
    }

    /// <returns>How far the model has been through; null until it answered for the first time.</returns>
    public async Task<VectorProgress?> ProgressAsync(Caller caller, CancellationToken cancellationToken)
    {
        var grant = caller.MayList();

        return model.Stamp is { } stamp ? await store.ProgressAsync(grant, stamp, cancellationToken) : null;
    }

    /// <summary>One page of a space's log.</summary>
    /// <returns>How many memories were embedded; null when there is nothing left to do.</returns>
    /// <exception cref="EmbedderException">The model does not answer.</exception>
    public async Task<int?> StepAsync(Caller caller, SpaceName space, CancellationToken cancellationToken)
    {
        var grant = caller.MayRead(space);
        var stamp = await model.LearnAsync(cancellationToken);
        var place = await store.PlaceAsync(grant, cancellationToken);
        var position = place?.Stamp == stamp ? place.Position : null;
        var page = await records.ReadAsync(grant, position, options.RowsAtOnce, cancellationToken);
        if (page.IsOtherHistory)
        {
            page = await records.ReadAsync(grant, null, options.RowsAtOnce, cancellationToken);
        }

        if (page.Rows.Count == 0)
        {
            return null;
        }

        var memories = await LackingAsync(grant, stamp, page, cancellationToken);
        var texts = memories.ConvertAll(memory => memory.Content.Text);
        var vectors = await EmbedAsync(texts, cancellationToken);
        var incarnation = page.Head!.Incarnation;
        var (embedded, placed) = (new List<EmbeddedMemory>(), new List<PlacedVector>());
        foreach (var (memory, vector) in memories.Zip(vectors))
        {
            if (vector is not null)
            {
                var found = new PlacedVector(memory.Sequence, TextHash.MarkOf(memory.Content.Text), vector);
                placed.Add(found);
                embedded.Add(new EmbeddedMemory(memory.Id, memory.Version, sealer.Seal(incarnation, stamp, found.Sequence, found.TextMark, vector)));
            }
        }

        var next = new VectorPlace(stamp, IndexLoader.PositionAfter(page));
        if (await store.AdvanceAsync(grant, place, next, embedded, cancellationToken))
        {
            await indexes.PlaceAsync(grant, stamp, placed, cancellationToken);
        }

        return embedded.Count;
    }

    /// <summary>What the rows are of, as it stands now: what ended since, is held back or has its vector is none of it.</summary>
    private async Task<List<Memory>> LackingAsync(ReadGrant grant, long stamp, RowPage page, CancellationToken cancellationToken)
    {
        var ids = page.Rows.Where(row => row.Body is not null).Select(row => row.Id).Distinct().ToList();
        var memories = await reader.FindAllAsync(grant, ids, cancellationToken);
        var wanted = memories.Where(memory => memory.Status is MemoryStatus.Active or MemoryStatus.Superseded).ToList();
        var lacking = await store.LackingAsync(grant, stamp, wanted.ConvertAll(memory => memory.Sequence), cancellationToken);

        return wanted.FindAll(memory => lacking.Contains(memory.Sequence));
    }

    private async Task<List<UnitVector?>> EmbedAsync(List<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<UnitVector?>(texts.Count);
        foreach (var some in texts.Chunk(options.TextsAtOnce))
        {
            try
            {
                vectors.AddRange(await model.EmbedAsync(some, EmbeddingPurpose.Memory, cancellationToken));
            }
            catch (EmbedderException refused) when (refused.MayBeOfTheTexts)
            {
                // One text that the model does not take must not keep the others from being found.
                await model.ProbeAsync(cancellationToken);
                foreach (var text in some)
                {
                    vectors.Add(await TryEmbedAsync(text, cancellationToken));
                }
            }
        }

        return vectors;
    }

    private async Task<UnitVector?> TryEmbedAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            return (await model.EmbedAsync([text], EmbeddingPurpose.Memory, cancellationToken))[0];
        }
        catch (EmbedderException refused) when (refused.MayBeOfTheTexts)
        {
            // It is given up for good, so that a model which refuses everything by now must not look like one that refuses a text.
            await model.ProbeAsync(cancellationToken);
            LogNotTaken(refused.Message);

            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embedding model does not take the text of a memory, which is found by words: {Reason}")]
    private partial void LogNotTaken(string reason);
}
