using System.Globalization;
using System.Text.Json;
using Locket.Engine.Memories;
using Locket.Engine.Records;
using Locket.Engine.Refusals;
using Locket.Engine.Text;

namespace Locket.Server.Mcp.Tools;

/// <summary>The arguments of one call, found to be of the declared names and types. The sentences are written for the model.</summary>
internal sealed class ToolArguments
{
    private readonly Dictionary<string, JsonElement> _values;

    private ToolArguments(Dictionary<string, JsonElement> values) => _values = values;

    /// <exception cref="RefusalException">An argument is missing, unknown or of another type.</exception>
    public static ToolArguments From(IDictionary<string, JsonElement>? given, string tool, IReadOnlyList<Argument> declared)
    {
        // A null is what many clients send for "left out".
        var values = (given ?? new Dictionary<string, JsonElement>())
            .Where(pair => pair.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        if (values.Keys.FirstOrDefault(name => declared.All(argument => argument.Name != name)) is { } unknown)
        {
            throw RefusalException.Invalid($"{tool} has no argument '{Shown(unknown)}'; it takes {string.Join(", ", declared.Select(argument => argument.Name))}");
        }

        foreach (var argument in declared)
        {
            Check(argument, tool, values);
        }

        return new ToolArguments(values);
    }

    public string? Text(string name) => _values.TryGetValue(name, out var value) ? value.GetString() : null;

    public IReadOnlyList<string> Texts(string name) =>
        _values.TryGetValue(name, out var value) ? [.. value.EnumerateArray().Select(item => item.GetString()!)] : [];

    public int? Number(string name) => _values.TryGetValue(name, out var value) ? value.GetInt32() : null;

    public bool Flag(string name) => _values.TryGetValue(name, out var value) && value.GetBoolean();

    public DateTimeOffset? Time(string name) => Text(name) is { } text && TryTime(text, out var time) ? time : null;

    public MemoryId? Id(string name) => Text(name) is { } text ? Checked.Id(text, name) : null;

    private static void Check(Argument argument, string tool, Dictionary<string, JsonElement> values)
    {
        if (!values.TryGetValue(argument.Name, out var value))
        {
            if (argument.IsRequired)
            {
                throw RefusalException.Invalid($"{tool} needs the argument '{argument.Name}': {argument.TypeInWords}");
            }

            return;
        }

        if (!Fits(argument.Type, value))
        {
            throw RefusalException.Invalid($"{argument.Name} must be {argument.TypeInWords}");
        }

        if (argument.Allowed.Count > 0 && !argument.Allowed.Contains(value.GetString()))
        {
            throw RefusalException.Invalid($"{argument.Name} must be one of {string.Join(", ", argument.Allowed)}");
        }

        if (argument.Type == ArgumentType.Number && (value.GetInt32() < argument.Least || value.GetInt32() > argument.Most))
        {
            throw RefusalException.Invalid($"{argument.Name} must be from {argument.Least} to {argument.Most}");
        }
    }

    private static bool Fits(ArgumentType type, JsonElement value) => type switch
    {
        ArgumentType.Text => IsText(value),
        ArgumentType.Texts => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText),
        ArgumentType.Number => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        ArgumentType.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ArgumentType.Time => IsText(value) && TryTime(value.GetString()!, out _),
        _ => false,
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String && JsonStrings.AreWellFormed(value);

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static string Shown(string name) => name.Length <= Limits.Label ? name : name[..Limits.Label];
}
