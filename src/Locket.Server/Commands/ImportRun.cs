using System.Globalization;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>
/// One import of another program's memories under way: reads, gathers what belongs together, hands it on, and keeps account.
/// Nothing of the content is said, only where it stands and what is wrong with it.
/// </summary>
internal sealed class ImportRun(IImportTarget target, ImportInput input, Terminal terminal, Progress progress) : IDisposable
{
    private const int MostLines = 256;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int AtOnce = 8;

    private readonly MemoryLines _lines = new(TimeProvider.System);
    private readonly MemoryStream _waiting = new();
    private readonly List<string> _places = [];
    private readonly List<(string Id, string Text)> _mayChange = [];
    private readonly List<FoundEntity> _entities = [];
    private readonly List<FoundRelation> _relations = [];
    private readonly List<string> _errors = [];
    private int _imported;
    private int _existing;
    private int _failed;
    private int _described;
    private int _related;
    private int _woven;
    private int _revised;

    public async Task<ImportReport> RunAsync(bool isDry, CancellationToken cancellationToken)
    {
        var reader = PeerFormats.Reader(input.Format);
        var files = reader.Choose(input.Source);
        if (files.Count == 0)
        {
            Fail(input.Source.Name, $"there is no file of the format {input.Format} in it");
        }

        if (input.Source.Links > 0)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{input.Source.Name}: {input.Source.Links} links are not followed"));
        }

        foreach (var file in files)
        {
            await ReadAsync(reader, file, cancellationToken);
        }

        await StoreAsync(cancellationToken);
        await WeaveAsync(cancellationToken);

        return new ImportReport(_imported, _existing, _failed, _errors, input.Format, _described, _related, _revised, isDry, _woven - _described - _related);
    }

    public void Dispose() => _waiting.Dispose();

    private async Task ReadAsync(IPeerReader reader, PeerFile file, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var found in reader.ReadAsync(file, cancellationToken))
            {
                await TakeAsync(found, cancellationToken);
                progress.Report(input.Source.Done, (long)_imported + _existing);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Fail(file.Name, broken.Message);
        }
    }

    private async Task TakeAsync(Found found, CancellationToken cancellationToken)
    {
        switch (found)
        {
            case FoundMemory { Memory: var memory }:
                var lines = _lines.Write(memory);
                foreach (var line in lines)
                {
                    await AddAsync(found.At, line, cancellationToken);
                }

                if (memory.MayChange && lines.Count == 1)
                {
                    _mayChange.Add((StableId.Of(memory.Format, memory.Key), memory.Text));
                }

                if (_lines.Missing is { } missing)
                {
                    terminal.Say($"{found.At}: {missing}");
                }

                break;
            case FoundLine { Utf8: var line }:
                await AddAsync(found.At, line, cancellationToken);
                break;
            case FoundEntity entity:
                _entities.Add(entity);
                break;
            case FoundRelation relation:
                _relations.Add(relation);
                break;
            case FoundFault fault:
                Fail(fault.At, fault.Reason);
                break;
            case FoundNote note:
                terminal.Say($"{note.At}: {note.Reason}");
                break;
        }

        if (_entities.Count + _relations.Count >= MostLines)
        {
            await WeaveAsync(cancellationToken);
        }
    }

    private async Task AddAsync(string at, byte[] line, CancellationToken cancellationToken)
    {
        if (_places.Count == MostLines || _waiting.Length + line.Length > MostBytes)
        {
            await StoreAsync(cancellationToken);
        }

        _places.Add(at);
        _waiting.Write(line);
        _waiting.WriteByte((byte)'\n');
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_places.Count == 0)
        {
            return;
        }

        _waiting.Position = 0;
        var view = await target.StoreAsync(_waiting, cancellationToken);
        (_imported, _existing) = (_imported + view.Imported, _existing + view.Existing);
        foreach (var error in view.Errors)
        {
            var (line, reason) = LineBatches.Part(error);
            Fail(line >= 1 && line <= _places.Count ? _places[(int)line - 1] : input.Source.Name, reason);
        }

        if (view.Failed > view.Errors.Count)
        {
            var more = view.Failed - view.Errors.Count;
            _failed += more - 1;
            Fail(_places[0], string.Create(CultureInfo.InvariantCulture, $"{more} more were refused from here to {_places[^1]}"));
        }

        if (view.Existing > 0)
        {
            await Parallel.ForEachAsync(
                _mayChange,
                Together(cancellationToken),
                async (memory, cancelled) => Interlocked.Add(ref _revised, await target.RefreshAsync(memory.Id, memory.Text, cancelled) ? 1 : 0));
        }

        _places.Clear();
        _mayChange.Clear();
        _waiting.SetLength(0);
    }

    // Things of the graph do not wait for one another: the server commits them together.
    private async Task WeaveAsync(CancellationToken cancellationToken)
    {
        var options = Together(cancellationToken);
        var entities = _entities.DistinctBy(entity => entity.Name, StringComparer.Ordinal).ToList();
        var relations = _relations.DistinctBy(edge => (edge.From, edge.Relation, edge.To)).ToList();
        _woven += entities.Count + relations.Count;
        await Parallel.ForEachAsync(
            entities,
            options,
            async (entity, cancelled) => Interlocked.Add(ref _described, await target.DescribeAsync(entity, cancelled) ? 1 : 0));
        await Parallel.ForEachAsync(
            relations,
            options,
            async (relation, cancelled) => Interlocked.Add(ref _related, await target.RelateAsync(relation, cancelled) ? 1 : 0));
        _entities.Clear();
        _relations.Clear();
    }

    private static ParallelOptions Together(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    private void Fail(string at, string reason)
    {
        _failed++;
        var sentence = $"{at}: {reason}";
        terminal.Say(sentence);
        if (_errors.Count < ImportReport.MostErrors)
        {
            _errors.Add(sentence);
        }
    }
}
