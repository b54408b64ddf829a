using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>What stands where a secret would stand: in manuals, in templates, and where somebody was careful.</summary>
internal static class Placeholder
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "passwort", "pass", "pwd", "pw", "secret", "token", "string", "null", "none", "true", "false", "undefined", "example",
        "required", "optional", "redacted", "hidden", "your-password", "your_password", "yourpassword", "mypassword", "user", "username", "test", "empty",
    };

    private static readonly SearchValues<char> Brackets = SearchValues.Create("()[]{}…");

    private static readonly HashSet<string> Terms = new(StringComparer.OrdinalIgnoreCase)
    {
        "sha256", "sha-256", "sha512", "sha-512", "sha1", "sha-1", "md5", "argon2", "argon2id", "pbkdf2", "base64", "base64url", "oauth2", "oauth2.0", "aes256",
        "aes-256", "aes-128", "aes-256-gcm", "ed25519", "utf-8", "utf8", "http2", "http/2", "windows10", "windows11", "1password", "bcrypt2",
    };

    public static bool Is(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value[0] is '<' or '{' or '$' or '[' or '(' or '%' or '/' or '\\' or '~' or '…' or '.' || value.ContainsAny(Brackets))
        {
            return true;
        }

        return Randomness.Distinct(value) < 3 || value.StartsWith("your", StringComparison.OrdinalIgnoreCase) || value.Contains("...", StringComparison.Ordinal)
            || value.Contains("xxxx", StringComparison.OrdinalIgnoreCase) || value.Contains("****", StringComparison.Ordinal)
            || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value);
    }

    /// <summary>A term of the trade with a digit in it, a number with its unit, a file, a version.</summary>
    public static bool IsTerm(ReadOnlySpan<char> value)
    {
        if (Terms.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value) || value.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var number = value.IndexOfAnyExceptInRange('0', '9');
        var unit = number <= 0 ? value : value[number..].TrimStart("-.+,");
        if (number > 0 && !unit.ContainsAnyExceptInRange('a', 'z'))
        {
            return true;
        }

        var dot = value.LastIndexOf('.');

        return dot > 0 && value.Length - dot is >= 3 and <= 5 && !value[(dot + 1)..].ContainsAnyExceptInRange('a', 'z');
    }
}
