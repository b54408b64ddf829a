using System.Globalization;
using System.Text;
using Locket.Engine.Records;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Context;

/// <summary>A heading and the lines under it, as far as there was room.</summary>
internal sealed class Section
{
    private const string Cut = "…\n";

    private readonly string _heading;
    private readonly int _headingTokens;
    private readonly List<Memory> _waiting;
    private readonly Dictionary<MemoryId, (string Text, int Tokens)> _counted = [];
    private readonly StringBuilder _lines = new();
    private readonly ITokenCounter _counter;
    private readonly int _longest;

    /// <param name="seen">Ids that an earlier section has: nothing stands there twice.</param>
    /// <param name="longest">Tokens of the longest line.</param>
    public Section(string heading, IReadOnlyList<Memory> memories, HashSet<MemoryId> seen, ITokenCounter counter, int longest)
    {
        (_heading, _headingTokens, _counter, _longest) = (heading, counter.Count(heading), counter, longest);
        _waiting = [.. memories.Where(memory => memory.Status == MemoryStatus.Active && seen.Add(memory.Id))];
    }

    public List<MemoryId> Cited { get; } = [];

    public int Waiting => _waiting.Count;

    public string Text => _lines.ToString();

    /// <summary>Takes what fits of what waits, in order; a shorter one may pass a longer one.</summary>
    /// <returns>The tokens it took.</returns>
    public int Fill(int room)
    {
        var taken = 0;
        foreach (var memory in _waiting.ToList())
        {
            var heading = Cited.Count == 0 ? _headingTokens : 0;
            var left = room - taken - heading;
            if (left < 1)
            {
                break;
            }

            var (line, tokens) = LineOf(memory);
            if (tokens == 0 || tokens > left)
            {
                continue;
            }

            taken += heading + tokens;
            _lines.Append(heading > 0 ? _heading : "").Append(line);
            Cited.Add(memory.Id);
            _waiting.Remove(memory);
        }

        return taken;
    }

    private (string Text, int Tokens) LineOf(Memory memory)
    {
        if (!_counted.TryGetValue(memory.Id, out var line))
        {
            _counted[memory.Id] = line = Counted(Start(memory), PlainText.OneLine(memory.Content.Text));
        }

        return line;
    }

    /// <summary>Text in one line: a memory must not look like several, nor like a heading. Where nothing of it fits, no tokens at all.</summary>
    private (string Text, int Tokens) Counted(string start, string text)
    {
        var whole = start + text + "\n";
        if (_counter.Fit(whole, _longest, out var tokens) == whole.Length)
        {
            return (whole, tokens);
        }

        // The mark of the cut is counted with what stands before it, which a token may join.
        for (var room = _longest - _counter.Count(Cut); room > 0; room--)
        {
            var end = _counter.Fit(whole.AsSpan()[..^1], room, out _);
            if (end <= start.Length)
            {
                break;
            }

            var line = string.Concat(whole.AsSpan(0, end), Cut);
            if (_counter.Fit(line, _longest, out tokens) == line.Length)
            {
                return (line, tokens);
            }
        }

        return ("", 0);
    }

    private static string Start(Memory memory)
    {
        var content = memory.Content;
        var facts = string.Join(", ", new[]
        {
            PlainText.OneLine(content.Kind),
            content.Author is null ? null : PlainText.OneLine(content.Author),
            content.Trust < Trust.User ? $"trust {content.Trust.Name()}" : null,
            (content.OccurredAt ?? memory.CreatedAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        }.OfType<string>());

        return $"- [{memory.Id}] ({facts}) ";
    }
}
