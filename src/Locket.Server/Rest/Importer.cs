using Locket.Client.Contracts;
using Locket.Engine.Graph;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Transfer;

namespace Locket.Server.Rest;

/// <summary>
/// One import under way: gathers lines, stores them in batches, and keeps account of what came of each. A line that is
/// refused takes no other with it; what concerns them all (no grant, no room, no disk) ends the import, and as doing it
/// twice changes nothing, the whole file may then be sent again.
/// </summary>
internal sealed class Importer(TransferEngine engine, Caller caller, SpaceName space)
{
    /// <summary>Lines that are stored in one durable step.</summary>
    private const int Batch = 256;

    /// <summary>Sentences in the answer; an import of rubbish need not be told of every line.</summary>
    private const int MostErrors = 20;

    private readonly List<(int Line, ImportItem Item)> _waiting = [];
    private readonly List<EntityContent> _entities = [];
    private readonly List<RelationContent> _relations = [];
    private readonly List<string> _errors = [];
    private int _line;
    private int _imported;
    private int _existing;
    private int _failed;
    private int _known;
    private WovenGraph _woven = new(0, 0);

    /// <param name="utf8">The line, or null for one that was too long to be read.</param>
    public async Task TakeAsync(byte[]? utf8, CancellationToken cancellationToken)
    {
        _line++;
        if (utf8 is null)
        {
            Fail(_line, $"longer than {JsonLines.LongestLine} bytes");
            return;
        }

        if (utf8.All(letter => letter is (byte)' ' or (byte)'\t' or (byte)'\r'))
        {
            return;
        }

        try
        {
            if (GraphLine.Find(utf8) is { } line)
            {
                _entities.AddRange(line.Entity is { } thing ? [thing.ToContent()] : []);
                _relations.AddRange(line.Relation is { } edge ? [edge.ToContent()] : []);
            }
            else
            {
                _waiting.Add((_line, JsonRequest.Parse(utf8, RestJson.Default.ImportLine).ToItem()));
            }
        }
        catch (RefusalException refusal)
        {
            Fail(_line, refusal.Message);
        }

        if (_waiting.Count == Batch)
        {
            await StoreAsync(cancellationToken);
        }

        if (_entities.Count + _relations.Count == Batch)
        {
            await WeaveAsync(cancellationToken);
        }
    }

    public async Task<ImportView> FinishAsync(CancellationToken cancellationToken)
    {
        await StoreAsync(cancellationToken);
        await WeaveAsync(cancellationToken);

        return new ImportView(_imported, _existing, _failed, _errors) { Entities = Told(_woven.Entities), Relations = Told(_woven.Relations), Known = Told(_known) };
    }

    private async Task WeaveAsync(CancellationToken cancellationToken)
    {
        if (_entities.Count + _relations.Count > 0)
        {
            var woven = await engine.ImportGraphAsync(caller, space, new DescribedGraph([.. _entities], [.. _relations]), cancellationToken);
            _known += _entities.Count + _relations.Count - woven.Entities - woven.Relations;
            _woven = new WovenGraph(_woven.Entities + woven.Entities, _woven.Relations + woven.Relations);
            _entities.Clear();
            _relations.Clear();
        }
    }

    private static int? Told(int number) => number > 0 ? number : null;

    // Even an empty import asks the engine once, so that the answer to one that may not write here is a no.
    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        var items = _waiting.ToArray();
        _waiting.Clear();
        try
        {
            Count(await engine.ImportAsync(caller, space, [.. items.Select(waiting => waiting.Item)], cancellationToken));
        }
        catch (RefusalException refusal) when (items.Length > 1 && (IsOfOneLine(refusal) || refusal.Code == RefusalCode.QuotaExceeded))
        {
            await StoreOneByOneAsync(items, cancellationToken);
        }
        catch (RefusalException refusal) when (items.Length == 1 && IsOfOneLine(refusal))
        {
            Fail(items[0].Line, refusal.Message);
        }
    }

    private async Task StoreOneByOneAsync((int Line, ImportItem Item)[] items, CancellationToken cancellationToken)
    {
        foreach (var (line, item) in items)
        {
            try
            {
                Count(await engine.ImportAsync(caller, space, [item], cancellationToken));
            }
            catch (RefusalException refusal) when (IsOfOneLine(refusal))
            {
                Fail(line, refusal.Message);
            }
        }
    }

    private static bool IsOfOneLine(RefusalException refusal) => refusal.Code
        is RefusalCode.Invalid or RefusalCode.NotFound or RefusalCode.Conflict or RefusalCode.VersionConflict or RefusalCode.TooLarge or RefusalCode.Sensitive;

    private void Count(IReadOnlyList<ImportOutcome> outcomes)
    {
        var fresh = outcomes.Count(outcome => outcome.IsNew);
        _imported += fresh;
        _existing += outcomes.Count - fresh;
    }

    private void Fail(int line, string sentence)
    {
        _failed++;
        if (_errors.Count < MostErrors)
        {
            _errors.Add($"line {line}: {sentence}");
        }
    }
}
