namespace Locket.Engine.Search;

/// <summary>
/// The kinds, tags, names and sessions that the memories of a snapshot bear, each written once. Only of memories that are there: what
/// a purge took away must not be kept under its label.
/// </summary>
internal sealed class LabelList
{
    private const int None = -1;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public void Take(Entry? entry)
    {
        if (entry is null)
        {
            return;
        }

        Take(entry.Kind);
        Take(entry.Author);
        Take(entry.Session);
        Array.ForEach(entry.Tags, Take);
        Array.ForEach(entry.About, Take);
    }

    public int Of(string? label) => label is null ? None : _numbers[label];

    public void Add(SnapshotWriter to, string[] labels)
    {
        to.Add(labels.Length);
        foreach (var label in labels)
        {
            to.Add(_numbers[label]);
        }
    }

    public void Save(SnapshotWriter to)
    {
        to.Add(_numbers.Count);

        // A dictionary from which nothing was taken lists in the order in which it was filled.
        foreach (var label in _numbers.Keys)
        {
            to.Add(label);
        }
    }

    public static string[] Load(SnapshotReader from)
    {
        var labels = new string[from.Count(sizeof(int))];
        for (var at = 0; at < labels.Length; at++)
        {
            labels[at] = from.Text();
        }

        return labels;
    }

    public static string? At(string[] labels, int number) => number == None ? null : labels[SnapshotReader.Checked(number, labels.Length)];

    /// <param name="single">Lists of one label are the most usual: one of each is shared.</param>
    public static string[] Next(SnapshotReader from, string[] labels, string[][] single)
    {
        var count = from.Count(sizeof(int));
        if (count == 0)
        {
            return [];
        }

        if (count == 1)
        {
            var number = from.Index(labels.Length);
            return single[number] ??= [labels[number]];
        }

        var list = new string[count];
        for (var at = 0; at < count; at++)
        {
            list[at] = labels[from.Index(labels.Length)];
        }

        return list;
    }

    private void Take(string? label)
    {
        if (label is not null)
        {
            _numbers.TryAdd(label, _numbers.Count);
        }
    }
}
