namespace Locket.Engine.Search;

/// <content>How names are kept.</content>
internal sealed partial class NameBook
{
    /// <param name="entries">Whose names are kept: a name that only purged memories had is none of them.</param>
    public void Save(SnapshotWriter to, ReadOnlySpan<Entry?> entries)
    {
        var isUsed = new bool[_uses.Count];
        foreach (var entry in entries)
        {
            if (entry is not null)
            {
                MarkUsed(isUsed, entry);
            }
        }

        var keys = new string[_uses.Count];
        Array.Fill(keys, "");
        foreach (var (key, number) in _numbers)
        {
            keys[number] = isUsed[number] ? key : "";
        }

        to.Add(keys.Length);
        Array.ForEach(keys, to.Add);
    }

    public void Load(SnapshotReader from)
    {
        var count = from.Count(sizeof(int));
        for (var number = 0; number < count; number++)
        {
            var key = from.Text();
            if (key.Length == 0)
            {
                _uses.Add(default);
            }
            else if (_numbers.ContainsKey(key))
            {
                throw SnapshotReader.Misfit();
            }
            else
            {
                Add(key);
            }
        }
    }

    private static void MarkUsed(bool[] isUsed, Entry entry)
    {
        if (entry.AuthorName != None)
        {
            isUsed[entry.AuthorName] = true;
        }

        foreach (var name in entry.AboutNames)
        {
            isUsed[name] = true;
        }
    }
}
