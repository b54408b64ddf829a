using System.Text.Json.Nodes;
using Locket.Engine.Refusals;
using Locket.Server.Editors.Text;

namespace Locket.Server.Editors;

/// <summary>
/// One entry in one configuration. What the file was before is kept beside it, so that taking the entry out gives the same bytes back: also
/// where there was no section, no file, or another entry of that name. Where others changed the file since, only the entry goes.
/// </summary>
internal sealed class Installation(Editor editor, ConfigFile file, string name)
{
    private readonly IConfigText _config = editor.Config;

    public ConfigFile File { get; } = file;

    /// <summary>What the file was before the entry came.</summary>
    public string Backup { get; } = $"{file.Real}.before-{name}";

    /// <exception cref="RefusalException">The file cannot be read.</exception>
    public JsonObject? Find() => Left(() => _config.Find(File.Text(), name));

    /// <returns>What to do; null where the entry stands there already.</returns>
    /// <exception cref="RefusalException">The file cannot be edited.</exception>
    public ConfigChange? Put(JsonObject entry) => Left(() =>
    {
        var text = File.Text();
        var found = _config.Find(text, name);
        if (found is not null && JsonNode.DeepEquals(found, entry))
        {
            return null;
        }

        var after = _config.Put(text, name, entry);
        if (!JsonNode.DeepEquals(_config.Find(after, name), entry))
        {
            throw new ConfigException("the entry would not be found in it");
        }

        // An older state than this one is known, where all that came since is the entry.
        var isKnown = found is not null && Origin(text, found) is not null;

        return new ConfigChange(text, after, File.Bytes(after)) { Backup = isKnown || !File.Exists ? null : File.Bytes(text) };
    });

    /// <returns>What to do; null where there is no such entry.</returns>
    /// <exception cref="RefusalException">The file cannot be edited.</exception>
    public ConfigChange? Remove() => Left(() =>
    {
        var text = File.Text();
        if (_config.Find(text, name) is not { } found)
        {
            return null;
        }

        if (Origin(text, found) is { } origin)
        {
            return new ConfigChange(text, origin.File?.Text() ?? "", origin.File?.Bytes(origin.File.Text())) { EndsBackup = true };
        }

        var before = ReadBackup();
        var after = _config.Remove(text, name, before is null ? null : Readable(before));

        return _config.Find(after, name) is null
            ? new ConfigChange(text, after, File.Bytes(after))
            : throw new ConfigException("the entry would still be found in it");
    });

    /// <summary>Writes what was planned.</summary>
    /// <exception cref="RefusalException">Somebody else wrote the file meanwhile, or it cannot be written.</exception>
    public void Apply(ConfigChange change)
    {
        File.DemandOwn();
        if (change.Backup is { } backup)
        {
            ConfigFile.WriteBeside(Backup, backup);
        }

        File.Replace(change.Bytes);
        if (change.EndsBackup)
        {
            System.IO.File.Delete(Backup);
        }
    }

    // The state from which putting the entry there leads to exactly this text; null where others changed it since.
    private OriginState? Origin(string text, JsonObject found)
    {
        var now = File.Bytes(text).AsSpan();
        if (ReadBackup() is { } before && Readable(before) is { } old && now.SequenceEqual(before.Bytes(_config.Put(old, name, found))))
        {
            return new OriginState(before);
        }

        return _config.Put("", name, found) == text ? new OriginState(null) : null;
    }

    private ConfigFile? ReadBackup() => ConfigFile.Read(Backup) is { Exists: true, IsLink: false } before ? before : null;

    private string? Readable(ConfigFile before)
    {
        try
        {
            var text = before.Text();
            _config.All(text);

            return text;
        }
        catch (Exception broken) when (broken is ConfigException or RefusalException)
        {
            return null;
        }
    }

    private T Left<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ConfigException broken)
        {
            throw new RefusalException(RefusalCode.Conflict, $"{File.Path} was left alone: {broken.Message}", broken);
        }
    }

    /// <param name="File">Null where there was no file.</param>
    private sealed record OriginState(ConfigFile? File);
}
