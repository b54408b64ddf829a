using System.Text.Json;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Redaction;

/// <summary>A JSON object with its strings redacted. They are looked at as they read, not as they are escaped.</summary>
internal static class RedactedJson
{
    /// <returns>The same text where there is nothing to redact.</returns>
    public static string Of(Redactor redactor, WriteGrant grant, string json, string field)
    {
        using var parsed = JsonDocument.Parse(json);

        return JsonRewrite.Of(
            parsed.RootElement,
            name => redactor.Text(grant, name, field),
            (name, text) => redactor.Member(grant, name, text, field)) ?? json;
    }
}
