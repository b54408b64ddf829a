using System.Globalization;
using System.Text;
using System.Text.Json;
using Locket.Server.Settings;

namespace Locket.Server.Diagnostics;

/// <summary>Makes one line of one event. Line breaks inside are escaped, so nobody can forge a second line.</summary>
internal sealed class LineFormat(LogFormat format, TimeProvider clock)
{
    private const string OriginalFormat = "{OriginalFormat}";

    /// <returns>UTF-8, with the line break.</returns>
    public byte[] Line(
        string category, LogLevel level, EventId id, string message, IReadOnlyList<KeyValuePair<string, object?>>? holes, Exception? exception) =>
        format == LogFormat.Json ? Json(category, level, id, message, holes ?? [], exception) : Text(category, level, message, exception);

    public byte[] Dropped(long count) => Line(
        nameof(LogQueue),
        LogLevel.Warning,
        new EventId(101, "LinesDropped"),
        $"{count} lines were dropped because the log was not read",
        [new KeyValuePair<string, object?>("Count", count)],
        exception: null);

    private byte[] Json(
        string category, LogLevel level, EventId id, string message, IReadOnlyList<KeyValuePair<string, object?>> holes, Exception? exception)
    {
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", Now());
            json.WriteString("level", Name(level));
            json.WriteString("category", category);
            json.WriteString("event", id.Name ?? id.Id.ToString(CultureInfo.InvariantCulture));
            json.WriteString("message", message);
            foreach (var (name, value) in holes)
            {
                if (name != OriginalFormat && value is not null)
                {
                    WriteHole(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value);
                }
            }

            if (exception is not null)
            {
                json.WriteString("exception", ExceptionText.Of(exception));
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');

        return buffer.ToArray();
    }

    private byte[] Text(string category, LogLevel level, string message, Exception? exception)
    {
        var line = $"{Now()} {Name(level),-11} {category}: {message}{(exception is null ? "" : " | " + ExceptionText.Of(exception))}";
        var safe = string.Concat(line.Select(letter => IsLayout(letter) ? ' ' : letter));

        return Encoding.UTF8.GetBytes(safe + "\n");
    }

    // What could end the line, colour it or turn its direction round.
    private static bool IsLayout(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;

    private string Now() => clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteHole(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
