using System.Runtime.InteropServices;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <content>How the memories are kept, and found again with all that is derived from them.</content>
internal sealed partial class MemoryTable
{
    public void Save(SnapshotWriter to)
    {
        to.Add(_entries.Count);
        Vocabulary.Save(to);
        Conversations.Save(to, _entries.Count);
        Names.Save(to, Entries);
        var labels = new LabelList();
        foreach (var entry in Entries)
        {
            labels.Take(entry);
        }

        labels.Save(to);
        SaveTexts(to);
        foreach (var entry in Entries)
        {
            to.Add((byte)(entry is null ? 0 : 1));
            if (entry is not null)
            {
                Save(to, entry, labels);
            }
        }
    }

    public void Load(SnapshotReader from)
    {
        var count = from.Count(1);
        Vocabulary.Load(from, count);
        Conversations.Load(from);
        Names.Load(from);
        var labels = LabelList.Load(from);
        foreach (var label in labels)
        {
            Shared(label);
        }

        var texts = new ReadOnlyMemory<byte>(from.All<byte>());
        var words = new ReadOnlyMemory<int>(from.All<int>());
        foreach (var word in words.Span)
        {
            SnapshotReader.Checked(word, Vocabulary.Words.Length);
        }

        _entries.EnsureCapacity(count);
        _sequences.EnsureCapacity(count);
        _numbers.EnsureCapacity(count);
        var single = new string[labels.Length][];
        for (var number = 0; number < count; number++)
        {
            if (from.Next<byte>() == 0)
            {
                _entries.Add(null);
                _sequences.Add(number == 0 ? 0 : _sequences[^1]);
                continue;
            }

            var numbers = from.Next<EntryNumbers>();
            var entry = Load(from, numbers, number, labels, single);
            entry.Text = (numbers.Marks & 8) != 0 ? Cut(ref texts, numbers.TextLength) : null;
            entry.Words = Cut(ref words, numbers.Words);
            _entries.Add(entry);
            _sequences.Add(entry.Sequence);
            Know(entry);
        }

        Times.Fill(Entries);
    }

    private void SaveTexts(SnapshotWriter to)
    {
        var (bytes, words) = (0L, 0L);
        foreach (var entry in Entries)
        {
            bytes += entry?.Text?.Length ?? 0;
            words += entry?.Words.Length ?? 0;
        }

        to.Add(checked((int)bytes));
        foreach (var entry in Entries)
        {
            to.Add(entry?.Text is { } text ? text.Span : []);
        }

        to.Add(checked((int)words));
        foreach (var entry in Entries)
        {
            to.Add(MemoryMarshal.AsBytes(entry is null ? [] : entry.Words.Span));
        }
    }

    private static ReadOnlyMemory<T> Cut<T>(ref ReadOnlyMemory<T> all, int length)
    {
        if (length < 0 || length > all.Length)
        {
            throw SnapshotReader.Misfit();
        }

        var first = all[..length];
        all = all[length..];
        return first;
    }

    private static void Save(SnapshotWriter to, Entry entry, LabelList labels)
    {
        to.Add(new EntryNumbers
        {
            Id = entry.Id,
            ReplacedBy = entry.ReplacedBy ?? default,
            Sequence = entry.Sequence,
            Created = entry.CreatedTicks,
            Occurred = entry.OccurredTicks,
            ValidUntil = entry.ValidUntilTicks,
            Expires = entry.ExpiresTicks,
            TextMark = entry.TextMark,
            Version = entry.Version,
            Kind = labels.Of(entry.Kind),
            Author = labels.Of(entry.Author),
            Session = labels.Of(entry.Session),
            AuthorName = entry.AuthorName,
            SessionNumber = entry.SessionNumber,
            Length = entry.Length,
            TextLength = entry.Text?.Length ?? 0,
            Words = entry.Words.Length,
            Status = (byte)entry.Status,
            Trust = (byte)entry.Trust,
            Language = (byte)entry.Language,
            Marks = (byte)((entry.ReplacedBy is null ? 0 : 1) | (entry.IsQuestion ? 2 : 0) | (entry.TellsTime ? 4 : 0) | (entry.Text is null ? 0 : 8)),
        });
        labels.Add(to, entry.Tags);
        labels.Add(to, entry.About);
        to.AddAll<int>(entry.AboutNames);
    }

    private Entry Load(SnapshotReader from, in EntryNumbers numbers, int number, string[] labels, string[][] single)
    {
        var entry = new Entry
        {
            Id = numbers.Id,
            Number = number,
            Sequence = numbers.Sequence,
            CreatedTicks = numbers.Created,
            Version = numbers.Version,
            Status = (MemoryStatus)numbers.Status,
            ReplacedBy = (numbers.Marks & 1) != 0 ? numbers.ReplacedBy : null,
            Kind = labels[SnapshotReader.Checked(numbers.Kind, labels.Length)],
            Author = LabelList.At(labels, numbers.Author),
            Session = LabelList.At(labels, numbers.Session),
            OccurredTicks = numbers.Occurred,
            ValidUntilTicks = numbers.ValidUntil,
            ExpiresTicks = numbers.Expires,
            TextMark = numbers.TextMark,
            Trust = (Trust)numbers.Trust,
            AuthorName = SnapshotReader.Checked(numbers.AuthorName, Names.Count, orNone: true),
            SessionNumber = SnapshotReader.Checked(numbers.SessionNumber, Conversations.SessionCount, orNone: true),
            Length = numbers.Length,
            Language = (Language)SnapshotReader.Checked(numbers.Language, Languages.Count),
            IsQuestion = (numbers.Marks & 2) != 0,
            TellsTime = (numbers.Marks & 4) != 0,
            Tags = LabelList.Next(from, labels, single),
            About = LabelList.Next(from, labels, single),
            AboutNames = from.All<int>(),
        };
        foreach (var name in entry.AboutNames)
        {
            SnapshotReader.Checked(name, Names.Count);
        }

        return entry;
    }

    /// <summary>Counts an entry again where only its postings and its place in the conversation were kept with their counts.</summary>
    private void Know(Entry entry)
    {
        SnapshotReader.Enter(_numbers, entry.Id, entry.Number);
        _entryBytes += entry.Bytes;
        if (entry.Session is { } session && _sessions.TryAdd((session, entry.Trust), entry.SessionNumber))
        {
            _entryBytes += SessionBytes + (2 * session.Length);
        }

        if (entry.Status == MemoryStatus.Active)
        {
            Vocabulary.CountAgain(entry.Language);
            TallyLabels(entry, 1);
            _graph.Enter(entry);
        }
    }

    /// <summary>What of an entry is no list. Packed: no byte of it is left to chance.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct EntryNumbers
    {
        public MemoryId Id;
        public MemoryId ReplacedBy;
        public long Sequence;
        public long Created;
        public long Occurred;
        public long ValidUntil;
        public long Expires;
        public long TextMark;
        public int Version;
        public int Kind;
        public int Author;
        public int Session;
        public int AuthorName;
        public int SessionNumber;
        public int Length;
        public int TextLength;
        public int Words;
        public byte Status;
        public byte Trust;
        public byte Language;
        public byte Marks;
    }
}
