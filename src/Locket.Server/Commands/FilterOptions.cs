using System.CommandLine;
using Locket.Engine.Memories;

namespace Locket.Server.Commands;

/// <summary>Which memories are meant, for commands that answer several.</summary>
internal sealed class FilterOptions
{
    public Option<int?> Limit { get; } = OptionValues.Count("--limit", "At most so many; 10 unless said", 1, Limits.PageSize);

    public Option<string> Cursor { get; } = OptionValues.One("--cursor", "cursor", "Go on where the answer before ended");

    public Option<string[]> Kinds { get; } = OptionValues.Many("--kind", "kind", "Only this kind");

    public Option<string[]> Tags { get; } = OptionValues.Many("--tag", "tag", "Only what has this label");

    public Option<string> About { get; } = OptionValues.One("--about", "name", "Only what speaks of this name");

    public Option<string> Author { get; } = OptionValues.One("--author", "name", "Only what was said by this one");

    public void AddTo(Command command)
    {
        Option[] all = [Limit, Cursor, Kinds, Tags, About, Author];
        Array.ForEach(all, command.Options.Add);
    }

    /// <summary>Says on stderr what is not an answer: that there is none, that there are more, what the server remarked.</summary>
    public static void SayMore(Session session, int count, string? next, string? note)
    {
        if (count == 0)
        {
            session.Terminal.Say($"nothing found in space {session.Space}");
        }

        if (note is not null)
        {
            session.Terminal.Say(note);
        }

        if (next is not null)
        {
            session.Terminal.Say($"there are more: --cursor {next}");
        }
    }
}
