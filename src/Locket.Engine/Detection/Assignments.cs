using System.Buffers;

namespace Locket.Engine.Detection;

/// <summary>
/// Values that are secrets by what is said of them: <c>api_key = …</c>, <c>"password": "…"</c>, <c>my password is …</c>. A password is
/// believed when it is no word, anything else when it was drawn.
/// </summary>
internal static class Assignments
{
    private const int Gap = 40;
    private const int Most = 512;
    private const int LeastPassword = 6;
    private const int MostPassword = 128;

    // In their order: where two stand at one place, the longer is meant.
    private static readonly (string Word, string Kind)[] Words =
    [
        ("mot de passe", "password"), ("password", "password"), ("passwort", "password"), ("kennwort", "password"), ("passphrase", "password"),
        ("passcode", "password"), ("passwd", "password"), ("contraseña", "password"), ("contrasena", "password"), ("wachtwoord", "password"),
        ("lösenord", "password"), ("hasło", "password"), ("senha", "password"), ("пароль", "password"), ("密码", "password"), ("密碼", "password"),
        ("パスワード", "password"), ("비밀번호", "password"), ("pwd", "password"),
        ("secret_access_key", "aws-secret-key"), ("secretaccesskey", "aws-secret-key"), ("secret access key", "aws-secret-key"), ("aws_secret_key", "aws-secret-key"),
        ("sharedaccesskey", "azure-key"), ("accountkey", "azure-key"), ("account_key", "azure-key"),
        ("client_secret", "client-secret"), ("clientsecret", "client-secret"), ("client secret", "client-secret"),
        ("private_key", "private-key"), ("private key", "private-key"), ("privatekey", "private-key"), ("presharedkey", "private-key"),
        ("api_key", "api-key"), ("api-key", "api-key"), ("apikey", "api-key"), ("api key", "api-key"), ("api-schlüssel", "api-key"),
        ("access_key", "api-key"), ("access-key", "api-key"), ("accesskey", "api-key"), ("access key", "api-key"), ("auth_key", "api-key"), ("authkey", "api-key"),
        ("app_key", "api-key"), ("appkey", "api-key"), ("application_key", "api-key"), ("license_key", "api-key"), ("encryption_key", "api-key"),
        ("encryption key", "api-key"), ("signing_key", "api-key"), ("signing key", "api-key"), ("master_key", "api-key"), ("secret_key", "api-key"), ("密钥", "api-key"),
        ("credential", "api-key"), ("bearer", Bearer), ("basic", Basic), ("secret", "secret"), ("token", Token),
    ];

    private const string Bearer = "bearer-token";
    private const string Basic = "basic-credentials";
    private const string Token = "token";
    private static readonly SearchValues<string> Any = SearchValues.Create([.. Words.Select(word => word.Word)], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>;,&|。，、；「」“”„«»");
    private static readonly SearchValues<char> Closing = SearchValues.Create("\"'`”»*_)] \t\\");
    private static readonly SearchValues<char> Opening = SearchValues.Create("\"'`“„«* \t\\");
    private static readonly SearchValues<char> Symbols = SearchValues.Create("!@#$%^&*+?=~|");
    private static readonly SearchValues<char> SpokenSymbols = SearchValues.Create("@#$%^&*");
    private static readonly string[] Verbs = [" is ", " was ", " to ", " ist ", " lautet ", " es ", " est ", " é ", " è ", " jest ", " — ", " - ", "是", "は", "："];

    public static void Find(string text, List<Finding> found)
    {
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(Any);
            if (next < 0)
            {
                return;
            }

            at += next;
            var (word, kind) = WordAt(text, at);
            at += word.Length;
            if (Value(text, at, kind) is { } value && IsSecret(text.AsSpan(value.Start, value.End - value.Start), kind, value.IsSpoken))
            {
                found.Add(new Finding(value.Start, value.End - value.Start, kind, Nature.Secret));
                at = value.End;
            }
        }
    }

    private static (string Word, string Kind) WordAt(string text, int at) =>
        Words.First(word => text.AsSpan(at).StartsWith(word.Word, StringComparison.OrdinalIgnoreCase));

    /// <returns>Where the value stands, and whether words lead to it instead of a sign.</returns>
    private static (int Start, int End, bool IsSpoken)? Value(string text, int from, string kind)
    {
        var line = text.AsSpan(from, Math.Min(Gap, text.Length - from));
        var stop = line.IndexOfAny('\n', '?');
        line = stop >= 0 ? line[..stop] : line;
        var start = kind is Bearer or Basic ? Spaces(line) : 0;
        var isSpoken = false;
        if (start == 0)
        {
            (start, isSpoken) = Separator(line);
        }

        if (start <= 0)
        {
            return null;
        }

        start += from;
        var opening = text.AsSpan(start, Math.Min(6, text.Length - start)).IndexOfAnyExcept(Opening);
        start += Math.Max(0, opening);
        if (kind != Bearer && text.AsSpan(start).StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            start += "Bearer ".Length;
        }

        var window = text.AsSpan(start, Math.Min(Most, text.Length - start));
        var length = window.IndexOfAny(Ends);
        var value = (length < 0 ? window : window[..length]).TrimEnd(".:!?)]}*\\");

        return value.IsEmpty ? null : (start, start + value.Length, isSpoken);
    }

    private static int Spaces(ReadOnlySpan<char> line)
    {
        var spaces = line.IndexOfAnyExcept(' ');

        return spaces is > 0 and < 3 && !line[spaces..].StartsWith("is ", StringComparison.Ordinal) ? spaces : 0;
    }

    // At once, or after the rest of a name: db_password_2 = …; else a verb, with a few words before it.
    private static (int At, bool IsSpoken) Separator(ReadOnlySpan<char> line)
    {
        var rest = 0;
        while (rest < line.Length && (char.IsAsciiLetterOrDigit(line[rest]) || line[rest] is '_' or '-'))
        {
            rest++;
        }

        var closed = line[rest..].IndexOfAnyExcept(Closing);
        var sign = closed < 0 ? line.Length : rest + closed;
        if (sign < line.Length && line[sign] is '=' or ':' or '：' && !line[sign..].StartsWith("://", StringComparison.Ordinal))
        {
            var end = line[sign..].IndexOfAnyExcept("=:：>~");

            return (end < 0 ? -1 : sign + end, false);
        }

        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var best = colon >= 0 ? colon + 1 : -1;
        foreach (var verb in Verbs)
        {
            var at = line.IndexOf(verb, StringComparison.Ordinal);
            best = at >= 0 && (best < 0 || at + verb.Length < best) ? at + verb.Length : best;
        }

        return best > 0 && !line[..(best - 1)].Contains(". ", StringComparison.Ordinal) ? (best, true) : (-1, true);
    }

    private static bool IsSecret(ReadOnlySpan<char> value, string kind, bool isSpoken)
    {
        if (Placeholder.Is(value))
        {
            return false;
        }

        return kind switch
        {
            "password" => IsPassword(value, isSpoken),
            Basic => IsBasic(value),
            Token => Randomness.Holds(value),
            _ => Randomness.Holds(value) || Randomness.IsUuid(value),
        };
    }

    private static bool IsPassword(ReadOnlySpan<char> value, bool isSpoken)
    {
        if (value.Length is < LeastPassword or > MostPassword || Placeholder.IsTerm(value))
        {
            return false;
        }

        var hasLetter = value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z');
        var hasDigit = value.ContainsAnyInRange('0', '9');

        return hasLetter && (hasDigit || (!isSpoken && value.ContainsAny(Symbols)) || (isSpoken && value.ContainsAny(SpokenSymbols)));
    }

    private static bool IsBasic(ReadOnlySpan<char> value)
    {
        Span<byte> plain = stackalloc byte[Most];

        return value.Length >= 8 && value.ContainsAnyInRange('a', 'z') && Convert.TryFromBase64Chars(value, plain, out var length)
            && plain[..length].IndexOf((byte)':') > 0 && !plain[..length].ContainsAnyExceptInRange((byte)' ', (byte)'~');
    }
}
