using System.Runtime.InteropServices;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Search;

/// <summary>Takes the words of a memory into the vocabulary: its text, and for half as much what stands beside it.</summary>
internal sealed class EntryWriter(Vocabulary vocabulary)
{
    private const int InText = 2;
    private const int BesideText = 1;

    private readonly Dictionary<int, int> _counts = [];
    private readonly List<int> _words = [];
    private readonly HashSet<int> _seen = [];

    public void Write(Entry entry, MemoryContent content)
    {
        _counts.Clear();
        _words.Clear();
        (entry.Length, entry.TellsTime) = (0, false);
        _seen.Clear();
        entry.TextMark = TextHash.MarkOf(content.Text);
        var folded = Unicode.Fold(content.Text);
        entry.Language = Languages.Of(folded);
        Take(entry, folded, InText);
        if (Caption.Of(content.Metadata) is { } caption)
        {
            Take(entry, Unicode.Fold(caption), BesideText);
        }

        foreach (var label in content.About.Concat(content.Tags))
        {
            Take(entry, Unicode.Fold(label), BesideText);
        }

        entry.Words = _words.ToArray();
        vocabulary.Enter(entry.Number, entry.Words.Span, _counts);
    }

    private void Take(Entry entry, string folded, int weight)
    {
        var words = new WordReader(folded, isQuery: false);
        while (words.MoveNext())
        {
            var word = vocabulary.Number(words.Current, entry.Language);
            entry.TellsTime |= vocabulary.IsTimeWord(word);
            var term = vocabulary.TermOf(word);
            if (term != Vocabulary.NoTerm)
            {
                if (_seen.Add(word))
                {
                    _words.Add(word);
                }

                entry.Length += weight;
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _) += weight;
            }
        }
    }
}
