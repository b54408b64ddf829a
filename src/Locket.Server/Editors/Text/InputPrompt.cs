using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Locket.Server.Editors.Text;

/// <summary>What an editor asks its user for once and then keeps where it keeps secrets.</summary>
internal static partial class InputPrompt
{
    public static JsonObject Of(string id) => new()
    {
        ["type"] = "promptString",
        ["id"] = id,
        ["description"] = "Access token of Locket",
        ["password"] = true,
    };

    /// <returns>The id of the input that the entry refers to, or null.</returns>
    public static string? AskedBy(JsonObject entry) => Reference().Match(entry.ToJsonString()) is { Success: true } found ? found.Groups["id"].Value : null;

    public static bool IsAskedIn(string text, string id) => text.Contains($"${{input:{id}}}", StringComparison.Ordinal);

    [GeneratedRegex(@"\$\{input:(?<id>[A-Za-z0-9_.-]+)\}")]
    private static partial Regex Reference();
}
