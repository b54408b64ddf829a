using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Locket.AgentFramework.Functions;

/// <summary>
/// The arguments of one call, found to be of the declared names and types. They come as JSON from most models, and as values of
/// .NET from programs. The sentences are written for the model.
/// </summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, object> _values;

    private Arguments(Dictionary<string, object> values) => _values = values;

    /// <exception cref="UnfitArgumentException">An argument is missing, unknown or of another type.</exception>
    public static Arguments From(AIFunctionArguments given, string function, IReadOnlyList<Parameter> declared)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            // A null is what many models send for "left out".
            if (Plain(value) is not { } plain)
            {
                continue;
            }

            var parameter = declared.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw new UnfitArgumentException($"{function} has no argument '{name}'; it takes {string.Join(", ", declared.Select(known => known.Name))}");
            values[name] = Fitting(parameter, plain) ?? throw new UnfitArgumentException($"{name} must be {parameter.TypeInWords}");
            if (values[name] is int number && (number < parameter.Least || number > parameter.Most))
            {
                throw new UnfitArgumentException($"{name} must be from {parameter.Least} to {parameter.Most}");
            }

            if (values[name] is string word && parameter.Allowed?.Contains(word) == false)
            {
                throw new UnfitArgumentException($"{name} must be one of {string.Join(", ", parameter.Allowed)}");
            }
        }

        return declared.FirstOrDefault(parameter => parameter.IsRequired && !values.ContainsKey(parameter.Name)) is { } missing
            ? throw new UnfitArgumentException($"{function} needs the argument '{missing.Name}'")
            : new Arguments(values);
    }

    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    public IReadOnlyList<string>? Texts(string name) => _values.GetValueOrDefault(name) as List<string>;

    public int? Number(string name) => _values.GetValueOrDefault(name) as int?;

    public bool Flag(string name) => _values.GetValueOrDefault(name) is true;

    public DateTimeOffset? Time(string name) => _values.GetValueOrDefault(name) as DateTimeOffset?;

    /// <summary>JSON as what it stands for; a lone surrogate is JSON that no .NET string can be made of, and stays JSON.</summary>
    private static object? Plain(object? value) => value switch
    {
        JsonNode node => Plain(JsonElement.Parse(node.ToJsonString())),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => null,
        JsonElement { ValueKind: JsonValueKind.True } => true,
        JsonElement { ValueKind: JsonValueKind.False } => false,
        JsonElement { ValueKind: JsonValueKind.Number } number => number.TryGetInt32(out var whole) ? whole : number,
        JsonElement { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => Plain(item)).ToList(),
        JsonElement { ValueKind: JsonValueKind.String } text => Read(text),
        _ => value,
    };

    private static object Read(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text;
        }
    }

    private static object? Fitting(Parameter parameter, object value) => (parameter.Type, value) switch
    {
        (ParameterType.Text, string text) => text,
        (ParameterType.Number, int number) => number,
        (ParameterType.Number, long number) when number is >= int.MinValue and <= int.MaxValue => (int)number,
        (ParameterType.Flag, bool flag) => flag,
        (ParameterType.Time, DateTimeOffset time) => time,
        (ParameterType.Time, string text) when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        (ParameterType.Texts, IEnumerable<string> texts) => texts.ToList(),
        (ParameterType.Texts, IEnumerable<object?> items) when items.All(item => item is string) => items.Cast<string>().ToList(),
        _ => null,
    };
}

/// <summary>What a model sent does not fit. The message is one sentence for it.</summary>
internal sealed class UnfitArgumentException(string sentence) : Exception(sentence);
