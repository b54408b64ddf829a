using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>The names of authors and of things memories are about, so that a query that names one is understood.</summary>
internal sealed partial class NameBook
{
    public const int None = -1;
    private const int MaxWords = 4;
    private const int MinFirstName = 3;
    private const int WordsPerAuthor = 2;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byFirstWord = new(StringComparer.Ordinal);
    private readonly List<Uses> _uses = [];

    public int Count => _uses.Count;

    /// <returns>The number of the name, or <see cref="None"/> for one without a letter or digit.</returns>
    public int Number(string name)
    {
        var key = Analyser.NameKey(name);
        if (key.Length == 0)
        {
            return None;
        }

        if (!_numbers.TryGetValue(key, out var number))
        {
            number = Add(key);
        }

        return number;
    }

    /// <returns>The number of a name if it is known, else <see cref="None"/>.</returns>
    public int Find(string name) => _numbers.GetValueOrDefault(Analyser.NameKey(name), None);

    public bool IsAuthor(int name) => _uses[name].Authored > 0;

    /// <summary>
    /// Whether a word is known for those who are called so rather than as a word: among the most trusted memories that have it in either way, at least
    /// half as many are by them as hold it. So nobody takes a word from what is trusted more than they are.
    /// </summary>
    /// <param name="holders">How many active memories of each trust hold the word.</param>
    public bool IsOfAuthors(IReadOnlyList<int> names, ReadOnlySpan<int> holders)
    {
        for (var trust = Trust.Curated; trust >= Trust.External; trust--)
        {
            var authored = names.Sum(name => _uses[name].By(trust));
            if (authored + holders[(int)trust] > 0)
            {
                return WordsPerAuthor * authored >= holders[(int)trust];
            }
        }

        return false;
    }

    /// <summary>Counts the names of an active memory in or out.</summary>
    public void Tally(Entry entry, int step)
    {
        if (entry.AuthorName != None)
        {
            _uses[entry.AuthorName] = _uses[entry.AuthorName].Count(entry.Trust, step);
        }

        foreach (var name in entry.AboutNames)
        {
            _uses[name] = _uses[name] with { About = _uses[name].About + step };
        }
    }

    /// <summary>Looks for the longest name that begins at a word of a query.</summary>
    /// <returns>How many words it takes, 0 for none, and the names it may mean.</returns>
    public (int Words, IReadOnlyList<int> Names) Match(List<string> words, int at)
    {
        for (var count = Math.Min(MaxWords, words.Count - at); count > 0; count--)
        {
            var key = count == 1 ? words[at] : string.Join(' ', words.GetRange(at, count));
            if (_numbers.TryGetValue(key, out var number) && IsUsed(number) && !StopWords.Contains(key))
            {
                return (count, [number]);
            }
        }

        // "Ada" also means "Ada Lovelace", but only people are called by half their name.
        var called = _byFirstWord.GetValueOrDefault(words[at])?.FindAll(IsAuthor) ?? [];
        return called.Count > 0 && !StopWords.Contains(words[at]) ? (1, called) : (0, []);
    }

    private int Add(string key)
    {
        var number = _uses.Count;
        _uses.Add(default);
        _numbers.Add(key, number);
        var end = key.IndexOf(' ', StringComparison.Ordinal);
        if (end >= MinFirstName)
        {
            var first = key[..end];
            _byFirstWord.TryAdd(first, []);
            _byFirstWord[first].Add(number);
        }

        return number;
    }

    private bool IsUsed(int name) => _uses[name] is not { Authored: 0, About: 0 };

    /// <param name="About">Active memories about it, then those by it, of each trust.</param>
    private readonly record struct Uses(int About, int External, int Agent, int User, int Curated)
    {
        public int Authored => External + Agent + User + Curated;

        public int By(Trust trust) => trust switch
        {
            Trust.External => External,
            Trust.Agent => Agent,
            Trust.User => User,
            _ => Curated,
        };

        public Uses Count(Trust trust, int step) => trust switch
        {
            Trust.External => this with { External = External + step },
            Trust.Agent => this with { Agent = Agent + step },
            Trust.User => this with { User = User + step },
            _ => this with { Curated = Curated + step },
        };
    }
}
