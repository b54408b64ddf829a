using System.Runtime.InteropServices;

namespace Locket.Engine.Search;

/// <content>How words, terms and postings are kept.</content>
internal sealed partial class Vocabulary
{
    private const int Gone = -2;

    public void Save(SnapshotWriter to)
    {
        // Most terms are written like some word, and then share its text.
        var likeWord = new int[_postings.Count];
        Array.Fill(likeWord, Gone);
        for (var term = 0; term < _postings.Count; term++)
        {
            likeWord[term] = _postings[term] is null ? Gone : NoTerm;
        }

        to.Add(_words.Count);
        for (var number = 0; number < _words.Count; number++)
        {
            var word = _words[number];
            to.Add(word.Text);
            to.Add((byte)word.Language);
            to.Add(word.Term);
            to.Add((byte)(word.IsTime ? 1 : 0));
            to.Add(word.Uses);
            if (word.Term != NoTerm && likeWord[word.Term] == NoTerm && string.Equals(word.Text, _postings[word.Term]!.Term, StringComparison.Ordinal))
            {
                likeWord[word.Term] = number;
            }
        }

        to.AddAll<int>(likeWord);
        to.Add(checked((int)_postings.Sum(postings => (long)(postings?.Items.Length ?? 0))));
        foreach (var postings in _postings)
        {
            to.Add(MemoryMarshal.AsBytes(postings is null ? [] : postings.Items));
        }

        for (var term = 0; term < _postings.Count; term++)
        {
            if (_postings[term] is not { } postings)
            {
                continue;
            }

            if (likeWord[term] == NoTerm)
            {
                to.Add(postings.Term);
            }

            to.Add(postings.Active);
            to.Add(postings.Items.Length);
        }
    }

    /// <param name="memories">Postings name memories below this number.</param>
    public void Load(SnapshotReader from, int memories)
    {
        const int LeastWordSize = (3 * sizeof(int)) + 2;
        var words = from.Count(LeastWordSize);
        _words.EnsureCapacity(words);
        _numbers[(int)Language.English].EnsureCapacity(words);
        for (var number = 0; number < words; number++)
        {
            _words.Add(new Word(
                from.Text(), (Language)SnapshotReader.Checked(from.Next<byte>(), Languages.Count), from.Next<int>(), from.Next<byte>() != 0, from.Next<int>()));
            Know(number);
        }

        LoadTerms(from, memories);
        foreach (ref readonly var word in Words)
        {
            if (word.Term != NoTerm && _postings[SnapshotReader.Checked(word.Term, _postings.Count)] is null)
            {
                throw SnapshotReader.Misfit();
            }
        }
    }

    /// <summary>Counts a memory that was active when this was kept. Its postings were kept with their counts.</summary>
    public void CountAgain(Language language) => _uses[(int)language]++;

    private void LoadTerms(SnapshotReader from, int memories)
    {
        var likeWord = from.All<int>();
        var (items, first) = (from.All<uint>(), 0);
        _terms.EnsureCapacity(likeWord.Length);
        _postings.EnsureCapacity(likeWord.Length);
        for (var term = 0; term < likeWord.Length; term++)
        {
            if (likeWord[term] == Gone)
            {
                _postings.Add(null);
                _freeTerms.Push(term);
                continue;
            }

            var text = likeWord[term] == NoTerm ? from.Text() : _words[SnapshotReader.Checked(likeWord[term], _words.Count)].Text;
            var active = from.Next<int>();
            var count = from.Next<int>();
            if (count < 1 || count > items.Length - first)
            {
                throw SnapshotReader.Misfit();
            }

            var own = items.AsSpan(first, count);
            first += count;
            if (Postings.NumberOf(own[^1]) >= memories)
            {
                throw SnapshotReader.Misfit();
            }

            var postings = new Postings(text, own) { Active = active };
            _postings.Add(postings);
            SnapshotReader.Enter(_terms, text, term);
            Bytes += TermBytes + (2 * text.Length) + (postings.Capacity * sizeof(uint));
        }
    }

    private void Know(int number)
    {
        var word = _words[number];
        if (word.Text.Length > 0)
        {
            SnapshotReader.Enter(_numbers[(int)word.Language], word.Text, number);
            Bytes += WordBytes + (2 * word.Text.Length);
        }
        else
        {
            _freeWords.Push(number);
        }
    }
}
