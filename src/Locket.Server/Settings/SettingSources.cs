using System.Text.Json;
using Locket.Client;

namespace Locket.Server.Settings;

/// <summary>Where settings come from: a flag, else the environment, else <c>locket.json</c> in the data directory, else the default.</summary>
internal static class SettingSources
{
    public const string FileName = "locket.json";

    /// <param name="flags">What stood on the command line, by name of the setting.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="SettingsException">A setting is unknown, malformed or beyond its limits.</exception>
    public static LocketSettings Load(IReadOnlyDictionary<string, string> flags, Func<string, string?> variable)
    {
        var settings = new LocketSettings { Data = DataFolder.Default(variable) };
        settings = Apply(settings, SettingTable.All.Where(setting => !setting.IsInFile), flags, variable, file: []);
        var file = ReadFile(Path.Combine(settings.Data, FileName));
        settings = Apply(settings, SettingTable.All.Where(setting => setting.IsInFile), flags, variable, file);

        if ((settings.TlsCertificate is null) != (settings.TlsKey is null))
        {
            throw new SettingsException("tls-cert and tls-key must be given together");
        }

        DemandOneModel(settings);

        return settings;
    }

    private static void DemandOneModel(LocketSettings settings)
    {
        if ((settings.EmbeddingUrl is null) != (settings.EmbeddingModel is null))
        {
            throw new SettingsException("embedding-url and embedding-model must be given together");
        }

        if ((settings.EmbeddingOnnx is null) != (settings.EmbeddingOnnxRuntime is null))
        {
            throw new SettingsException("embedding-onnx and embedding-onnx-runtime must be given together");
        }

        if (new object?[] { settings.EmbeddingUrl, settings.EmbeddingOnnx, settings.EmbeddingWords }.Count(given => given is not null) > 1)
        {
            throw new SettingsException("embedding-url, embedding-onnx and embedding-words exclude each other: a server has one embedding model");
        }
    }

    private static LocketSettings Apply(
        LocketSettings settings,
        IEnumerable<Setting> rows,
        IReadOnlyDictionary<string, string> flags,
        Func<string, string?> variable,
        Dictionary<string, string> file)
    {
        foreach (var setting in rows)
        {
            if (Find(setting, flags, variable, file) is { } text)
            {
                settings = setting.Apply(settings, text);
            }
        }

        return settings;
    }

    private static SettingText? Find(
        Setting setting, IReadOnlyDictionary<string, string> flags, Func<string, string?> variable, Dictionary<string, string> file)
    {
        if (flags.TryGetValue(setting.Name, out var flag))
        {
            return new SettingText(setting.Flag, flag);
        }

        // A blank token is one that somebody forgot to fill in: going on without it would mean more rights, not fewer.
        if (setting.IsSecret && (IsBlank(variable(setting.Variable)) || IsBlank(variable(setting.FileVariable))))
        {
            throw new SettingsException($"{setting.Variable} or {setting.FileVariable} is set but empty: fill it in, or unset it");
        }

        if (variable(setting.Variable) is { Length: > 0 } value)
        {
            return new SettingText(setting.Variable, value);
        }

        if (setting.IsSecret && variable(setting.FileVariable) is { Length: > 0 } path)
        {
            return new SettingText(setting.FileVariable, ReadSecret(setting.FileVariable, path));
        }

        return file.TryGetValue(setting.Member, out var member) ? new SettingText($"{setting.Member} in {FileName}", member) : null;
    }

    private static string ReadSecret(string label, string path)
    {
        var file = PrivateFile.Read(path);

        return file.Text ?? throw new SettingsException($"{label} names a file that cannot be used: {file.Complaint ?? $"there is no {path}"}");
    }

    private static Dictionary<string, string> ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var known = SettingTable.All.Where(setting => setting.IsInFile).Select(setting => setting.Member).ToHashSet(StringComparer.Ordinal);

            return document.RootElement.EnumerateObject().ToDictionary(
                member => known.Contains(member.Name) ? member.Name : throw new SettingsException($"{path} has an unknown setting: {member.Name}"),
                member => Text(member, path),
                StringComparer.Ordinal);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new SettingsException($"{path} must be one JSON object that holds each setting at most once");
        }
    }

    private static string Text(JsonProperty member, string path) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Number => member.Value.GetRawText(),
        JsonValueKind.Array when member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            string.Join(',', member.Value.EnumerateArray().Select(item => item.GetString())),
        _ => throw new SettingsException($"{member.Name} in {path} must be a text, a number or a list of texts"),
    };

    private static bool IsBlank(string? value) => value is not null && string.IsNullOrWhiteSpace(value);
}
