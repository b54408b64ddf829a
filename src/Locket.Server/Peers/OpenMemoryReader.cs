using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Locket.Server.Peers;

/// <summary>
/// The backup of OpenMemory: a zip with <c>memories.json</c>, which holds its tables, or that file by itself, or the lines of
/// <c>memories.jsonl</c>. The tables that name categories and programs may come after the memories, so they are read first.
/// </summary>
internal sealed class OpenMemoryReader : IPeerReader
{
    private const string Memories = "memories";
    private const string Categories = "categories";
    private const string Apps = "apps";
    private const string Links = "memory_categories";
    private const string Active = "active";
    private const int MostLinks = 1_000;

    private static readonly string[] Tables = [Categories, Apps, Links];
    private static readonly string[] Kept = ["updated_at", "archived_at"];

    public string Format => PeerFormats.OpenMemory;

    public IReadOnlyList<PeerFile> Choose(PeerSource source)
    {
        if (!source.IsFolder && !source.IsZip)
        {
            return source.Files;
        }

        var tables = source.Files.Where(file => file.ShortName == "memories.json").ToArray();

        return tables.Length > 0 ? tables : [.. source.Files.Where(file => file.ShortName is "memories.jsonl" or "memories.jsonl.gz")];
    }

    public async IAsyncEnumerable<Found> ReadAsync(PeerFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (file.ShortName.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file = file.Unpacked();
        }

        var names = new Names();
        var isDocument = JsonShape.Of(await file.PeekAsync(PeerRecognition.Beginning, cancellationToken)) is { } shape
            && (shape.IsList || shape.Lists.Contains(Memories) || shape.Lists.Contains("user"));
        if (isDocument)
        {
            await foreach (var record in JsonRecords.OfDocumentAsync(file, Tables, cancellationToken))
            {
                names.Take(record);
            }
        }

        var records = isDocument ? JsonRecords.OfDocumentAsync(file, [Memories], cancellationToken) : JsonRecords.OfLinesAsync(file, cancellationToken);
        await foreach (var record in records)
        {
            yield return record.Fault is { } fault ? new FoundFault(record.At, fault) : Of(record, names);
        }
    }

    private Found Of(JsonRecord record, Names names)
    {
        var value = record.Value;
        if (value.Text("content") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return new FoundFault(record.At, "it has no content");
        }

        var state = value.Text("state") ?? Active;
        if (state == "deleted" || value.Member("deleted_at") is not null)
        {
            return new FoundNote(record.At, "it was deleted there and is left out");
        }

        var id = value.Id("id");
        string[] tags = [.. names.CategoriesOf(value, id), .. state == Active ? [] : (ReadOnlySpan<string>)[state]];

        return new FoundMemory(record.At, new PeerMemory
        {
            Format = Format,
            Key = id ?? text,
            ExternalId = id,
            Text = text,
            Tags = tags,
            OccurredAt = value.Time("created_at"),
            CreatedAt = value.Time("created_at"),
            MayChange = id is not null,
            Metadata = [.. value.Members("metadata"), .. value.Kept(Kept), .. names.AppOf(value)],
        });
    }

    /// <summary>What the other tables call a memory's categories and the program that wrote it.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, string> _categories = new(StringComparer.Ordinal);
        private readonly Dictionary<string, JsonElement> _apps = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<string>> _links = new(StringComparer.Ordinal);

        public void Take(JsonRecord record)
        {
            var value = record.Value;
            switch (record.List)
            {
                case Categories when value.Id("id") is { } id && value.Text("name") is { } name:
                    _categories[id] = name;
                    break;
                case Apps when value.Id("id") is { } id && value.Member("name") is { } name:
                    _apps[id] = name;
                    break;
                case Links when value.Id("memory_id") is { } memory && value.Id("category_id") is { } category:
                    Link(memory, category);
                    break;
            }
        }

        // Several memories may have one id, and each would be given all of them.
        private void Link(string memory, string category)
        {
            if (!_links.TryGetValue(memory, out var links))
            {
                _links[memory] = links = [];
            }

            if (links.Count < MostLinks)
            {
                links.Add(category);
            }
        }

        public IEnumerable<string> CategoriesOf(JsonElement memory, string? id)
        {
            var ids = memory.Texts("category_ids").Concat(id is not null && _links.TryGetValue(id, out var links) ? links : []);

            return memory.Texts(Categories).Concat(ids.Select(category => _categories.GetValueOrDefault(category)).OfType<string>());
        }

        public IEnumerable<KeyValuePair<string, JsonElement>> AppOf(JsonElement memory) =>
            memory.Member("app") is { } app ? [KeyValuePair.Create("app", app)]
            : memory.Id("app_id") is { } id && _apps.TryGetValue(id, out var named) ? [KeyValuePair.Create("app", named)]
            : [];
    }
}
