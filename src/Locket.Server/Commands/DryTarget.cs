using System.Security.Cryptography;
using Locket.Client.Contracts;
using Locket.Engine.Refusals;
using Locket.Server.Peers;
using Locket.Server.Rest;

namespace Locket.Server.Commands;

/// <summary>Stores nothing: checks every memory as the server would, and counts.</summary>
internal sealed class DryTarget : IImportTarget
{
    private const int MostExamples = 3;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _entities = new(StringComparer.Ordinal);
    private readonly HashSet<(string From, string Relation, string To)> _edges = [];
    private readonly SortedDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>How many of each kind, and the beginnings of the first of them.</summary>
    public IReadOnlyDictionary<string, Kind> Kinds => _kinds;

    public async Task<ImportView> StoreAsync(Stream lines, CancellationToken cancellationToken)
    {
        var (imported, existing) = (0, 0);
        var (entities, relations) = (_entities.Count, _edges.Count);
        var errors = new List<string>();
        await foreach (var (number, utf8) in TextLines.ReadAsync(lines, JsonLines.LongestLine, cancellationToken))
        {
            switch (Check(utf8))
            {
                case { Fault: { } fault }:
                    errors.Add($"{LineBatches.LinePrefix}{number}: {fault}");
                    break;
                case { IsNew: true }:
                    imported++;
                    break;
                case { IsNew: false }:
                    existing++;
                    break;
            }
        }

        return new ImportView(imported, existing, errors.Count, errors) { Entities = _entities.Count - entities, Relations = _edges.Count - relations };
    }

    public Task<bool> RefreshAsync(string id, string text, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> DescribeAsync(FoundEntity entity, CancellationToken cancellationToken)
    {
        lock (_entities)
        {
            return Task.FromResult(_entities.Add(entity.Name));
        }
    }

    public Task<bool> RelateAsync(FoundRelation relation, CancellationToken cancellationToken)
    {
        lock (_edges)
        {
            return Task.FromResult(_edges.Add((relation.From, relation.Relation, relation.To)));
        }
    }

    // Neither new nor known is what is no memory: an empty line, a thing or an edge.
    private (string? Fault, bool? IsNew) Check(byte[]? utf8)
    {
        if (utf8 is null)
        {
            return ($"longer than {JsonLines.LongestLine} bytes", null);
        }

        if (utf8.Length == 0)
        {
            return (null, null);
        }

        try
        {
            if (GraphLine.Find(utf8) is { } part)
            {
                Note(part);

                return (null, null);
            }

            var line = JsonRequest.Parse(utf8, RestJson.Default.ImportLine);
            line.ToItem();
            var isNew = _ids.Add(line.Id?.ToString() ?? Convert.ToHexStringLower(SHA256.HashData(utf8)));
            Count(line, isNew);

            return (null, isNew);
        }
        catch (RefusalException refusal)
        {
            return (refusal.Message, null);
        }
    }

    private void Note(GraphLine part)
    {
        if (part.Entity is { } entity)
        {
            _entities.Add(entity.Name);
        }

        if (part.Relation is { } edge)
        {
            _edges.Add((edge.From, edge.Relation, edge.To));
        }
    }

    private void Count(ImportLine line, bool isNew)
    {
        if (!isNew)
        {
            return;
        }

        var name = line.Kind ?? Engine.Memories.MemoryDraft.DefaultKind;
        if (!_kinds.TryGetValue(name, out var kind))
        {
            _kinds.Add(name, kind = new Kind());
        }

        kind.Memories++;
        if (kind.Examples.Count < MostExamples)
        {
            kind.Examples.Add(line.Text);
        }
    }

    internal sealed class Kind
    {
        public int Memories { get; set; }

        public List<string> Examples { get; } = [];
    }
}
