using System.Globalization;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Redaction;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Graph;

/// <summary>A thing to create, past every limit.</summary>
/// <param name="Copy">1, or a greater number for one whose name stood in the same call before.</param>
internal sealed record NodeDraft(string Name, string Type, int Copy, IReadOnlyList<AdmittedDraft> Observations)
{
    public static IReadOnlyList<NodeDraft> From(Redactor redactor, WriteGrant grant, IReadOnlyList<Node> nodes)
    {
        var copies = new Dictionary<string, int>(StringComparer.Ordinal);
        var drafts = new List<NodeDraft>(nodes.Count);
        foreach (var node in nodes)
        {
            var type = node.Type.Length == 0 ? "" : Checked.Label(node.Type, "entityType");
            var entity = AdmittedGraph.By(redactor, grant, new EntityContent(Checked.Name(node.Name, "name"), type));
            var copy = copies[entity.Name] = copies.GetValueOrDefault(entity.Name) + 1;
            drafts.Add(new NodeDraft(entity.Name, entity.Type, copy, Drafts(redactor, grant, entity.Name, node.Observations, copy)));
        }

        return drafts;
    }

    /// <summary>As it is kept.</summary>
    public Node ToNode() => new(Name, Type, Texts(Observations));

    /// <returns>The texts as they are kept.</returns>
    public static IReadOnlyList<string> Texts(IReadOnlyList<AdmittedDraft> observations) => [.. observations.Select(draft => draft.Fields.Text!)];

    /// <summary>One draft for each text. A text that stood in the list before is meant to stand twice.</summary>
    public static IReadOnlyList<AdmittedDraft> Drafts(Redactor redactor, WriteGrant grant, string name, IReadOnlyList<string> texts, int copy = 1)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);

        return
        [
            .. texts.Select(text => AdmittedDraft.By(redactor, grant, MemoryDraft.From(new MemoryFields
            {
                Text = Checked.Text(text, "an observation"),
                Kind = MemoryKinds.Observation,
                About = [name],
                Tags = copy == 1 ? [] : [MemoryKinds.CopyTag + copy.ToString(CultureInfo.InvariantCulture)],
                Origin = Origin.Agent,
                MayRepeat = !seen.Add(HiddenText.Strip(text)),
            }))),
        ];
    }

    public static byte[] Canonical(IReadOnlyList<Node> nodes)
    {
        var request = new Canonical("create nodes");
        foreach (var node in nodes)
        {
            request.Add(node.Name).Add(node.Type).Add(node.Observations);
        }

        return request.ToBytes();
    }

    public static byte[] Canonical(string word, IReadOnlyList<Observed> all)
    {
        var request = new Canonical(word);
        foreach (var one in all)
        {
            request.Add(one.Name).Add(one.Observations);
        }

        return request.ToBytes();
    }

    public static byte[] Canonical(string word, IReadOnlyList<Link> links)
    {
        var request = new Canonical(word);
        foreach (var link in links)
        {
            request.Add(link.From).Add(link.Relation).Add(link.To);
        }

        return request.ToBytes();
    }
}

/// <summary>What a deletion was found to end.</summary>
/// <param name="Descriptions">What called the things so.</param>
/// <param name="Memories">About the things, and the names that each of them is to lose; one that is about nothing else is forgotten.</param>
/// <param name="Edges">By their three names.</param>
internal sealed record NodeEnds(
    IReadOnlyList<MemoryId> Descriptions, IReadOnlyList<(MemoryId Id, IReadOnlyCollection<string> Names)> Memories, IReadOnlyList<RelationContent> Edges)
{
    public bool IsEmpty => Descriptions.Count + Memories.Count + Edges.Count == 0;
}
