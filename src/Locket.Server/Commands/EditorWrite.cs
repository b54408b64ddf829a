using System.CommandLine;
using System.Text.Json.Nodes;
using Locket.Engine.Refusals;
using Locket.Server.Editors;

namespace Locket.Server.Commands;

/// <summary>Shows a change of somebody else's file, asks, and writes it.</summary>
internal sealed class EditorWrite(ParseResult parsed, Installation installation)
{
    private readonly Terminal _terminal = Terminal.Of(parsed);

    /// <param name="isForced">Whether a link out of the user's own folder may be followed unasked.</param>
    /// <returns>Whether it was written, or would have been.</returns>
    /// <exception cref="RefusalException">Nobody could be asked.</exception>
    public bool Apply(ConfigChange change, JsonObject? ours, bool isForced)
    {
        var file = installation.File;
        _terminal.Write(file.Path);
        foreach (var line in ShownChange.Lines(change.Before, change.After, ours))
        {
            _terminal.Write(line);
        }

        var (isLink, leadsOut) = Links(file);
        if (isLink)
        {
            _terminal.Say($"locket: {file.Path} is a link, or lies behind one: {file.Real} will be written{(leadsOut ? ", which is not in your home folder" : "")}");
        }

        if (parsed.GetValue(EditorOptions.DryRun))
        {
            return true;
        }

        if (!parsed.GetValue(EditorOptions.Yes))
        {
            return IsAgreed() && Written(change);
        }

        return !leadsOut || isForced
            ? Written(change)
            : throw new RefusalException(RefusalCode.Conflict, $"{file.Path} leads out of your home folder to {file.Real}: nothing was written; --force follows it");
    }

    private bool Written(ConfigChange change)
    {
        installation.Apply(change);

        return true;
    }

    // A home folder that lies behind a link is nothing to speak of.
    private static (bool IsLink, bool LeadsOut) Links(ConfigFile file)
    {
        var home = Places.Here().Home;
        var path = Path.GetFullPath(file.Path);
        if (!RealPath.IsIn(path, home))
        {
            return (file.IsLink, file.IsLink);
        }

        var realHome = RealPath.Of(home);

        return (file.Real != Path.Combine(realHome, Path.GetRelativePath(home, path)), !RealPath.IsIn(file.Real, realHome));
    }

    private bool IsAgreed()
    {
        if (Console.IsInputRedirected)
        {
            throw new RefusalException(RefusalCode.Conflict, "nothing was written, for nobody can be asked here: --yes writes without asking, --dry-run only shows");
        }

        _terminal.Error.Write("Write this? [y/N] ");
        if (Console.ReadLine()?.Trim() is "y" or "Y" or "yes")
        {
            return true;
        }

        _terminal.Say("locket: nothing was written");

        return false;
    }
}
