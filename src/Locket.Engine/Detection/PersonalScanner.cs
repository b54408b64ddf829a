using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Locket.Engine.Detection;

/// <summary>
/// Finds what names or reaches a person, or their money: by form, and wherever there is a check digit by that. Names of people and
/// addresses of houses have no form and are not among it.
/// </summary>
public static class PersonalScanner
{
    private const int Most = 64;
    private static readonly SearchValues<char> Anchors = SearchValues.Create("0123456789@+:");
    private static readonly SearchValues<char> MailName = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._%+-");
    private static readonly SearchValues<char> MailHost = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.-");
    private static readonly SearchValues<char> Address = SearchValues.Create("0123456789abcdefABCDEF.:");

    /// <returns>In their order; no two share a letter.</returns>
    public static IReadOnlyList<Finding> Find(string text)
    {
        var found = new List<Finding>();
        for (var at = 0; at < text.Length;)
        {
            var next = text.AsSpan(at).IndexOfAny(Anchors);
            if (next < 0)
            {
                break;
            }

            var anchor = at + next;
            if (Match(text, anchor, found.Count > 0 ? found[^1].End : 0) is { } finding)
            {
                found.Add(finding);
                at = finding.End;
            }
            else
            {
                // The rest of the word begins nothing new.
                at = anchor + 1;
                while (at < text.Length && char.IsAsciiDigit(text[anchor]) && char.IsAsciiLetterOrDigit(text[at]))
                {
                    at++;
                }
            }
        }

        return found;
    }

    private static Finding? Match(string text, int anchor, int least)
    {
        if (text[anchor] == '@')
        {
            return Mail(text, anchor, least);
        }

        var start = anchor;
        while (start > least && anchor - start < Most && char.IsAsciiLetterOrDigit(text[start - 1]))
        {
            start--;
        }

        if (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
        {
            return null;
        }

        return Number(text, start, anchor) ?? Internet(text, start) ?? Phone(text, start, least);
    }

    private static Finding? Number(string text, int start, int anchor)
    {
        if (text[anchor] is '+' or ':' || (start > 1 && text[start - 1] is '-' or '.' && char.IsAsciiDigit(text[start - 2])))
        {
            return null;
        }

        if (AccountNumbers.Match(text, start) is { } account)
        {
            return account;
        }

        foreach (var shape in NationalIds.All)
        {
            if (shape.Match(text, start) is > 0 and var length)
            {
                return new Finding(start, length, shape.Kind, Nature.Personal);
            }
        }

        return null;
    }

    private static Finding? Mail(string text, int at, int least)
    {
        var before = text.AsSpan(least, at - least);
        before = before[Math.Max(0, before.Length - Most)..];
        var name = before[(before.LastIndexOfAnyExcept(MailName) + 1)..].TrimStart('.');
        var after = text.AsSpan(at + 1, Math.Min(253, text.Length - at - 1));
        var end = after.IndexOfAnyExcept(MailHost);
        var host = (end < 0 ? after : after[..end]).TrimEnd(".-");
        var dot = host.LastIndexOf('.');
        var isMail = !name.IsEmpty && dot > 0 && host.Length - dot > 2 && !host[(dot + 1)..].ContainsAnyInRange('0', '9');

        return isMail ? new Finding(at - name.Length, name.Length + 1 + host.Length, "email", Nature.Personal) : null;
    }

    // Of this machine and its own network nobody can be found.
    private static Finding? Internet(string text, int start)
    {
        var window = text.AsSpan(start, Math.Min(45, text.Length - start));
        var end = window.IndexOfAnyExcept(Address);
        var address = (end < 0 ? window : window[..end]).TrimEnd(".:");
        var isForm = address.Count('.') == 3 || address.Count(':') >= 3;
        if (!isForm || !IPAddress.TryParse(address, out var ip) || (start + address.Length < text.Length && char.IsAsciiLetterOrDigit(text[start + address.Length])))
        {
            return null;
        }

        var bytes = ip.GetAddressBytes();
        var isOwn = IPAddress.IsLoopback(ip) || ip.IsIPv6LinkLocal || ip.IsIPv6UniqueLocal
            || (ip.AddressFamily == AddressFamily.InterNetwork && (bytes[0] is 0 or 10 or 127 or 255 || (bytes[0], bytes[1]) is (192, 168) or (169, 254) || (bytes[0] == 172 && bytes[1] is >= 16 and <= 31)));

        return isOwn ? null : new Finding(start, address.Length, "ip-address", Nature.Personal);
    }

    // With a plus and a country, or as in North America, or with the zero of a trunk and a sign behind the area.
    private static Finding? Phone(string text, int start, int least)
    {
        if (start > 1 && text[start] != '+' && text[start - 1] is ' ' && char.IsAsciiDigit(text[start - 2]))
        {
            return null;
        }

        var from = start > least && text[start - 1] == '(' && start + 3 < text.Length && text[start + 3] == ')' ? start - 1 : start;
        var (digits, at, groups, isOpen) = (0, from, 0, false);
        while (at < text.Length && at - from < 24)
        {
            var letter = text[at];
            if (char.IsAsciiDigit(letter))
            {
                digits++;
                groups += at > from && !char.IsAsciiDigit(text[at - 1]) ? 1 : 0;
            }
            else if (!(letter == '+' && at == from) && letter is not (' ' or '-' or '/' or '(' or ')' or '.'))
            {
                break;
            }
            else if (at > from && letter is ' ' or '-' or '/' or '.' && text[at - 1] is ' ' or '-' or '/' or '.')
            {
                break;
            }

            isOpen = letter == '(' || (isOpen && letter != ')');
            at++;
        }

        var number = text.AsSpan(from, at - from).TrimEnd(" -/(.)");
        var isPhone = !isOpen && (number.StartsWith("+")
            ? digits is >= 8 and <= 15
            : (number.StartsWith("0") && digits is >= 9 and <= 13 && groups is >= 1 and <= 5 && number.IndexOfAny("-.") < 0)
              || (digits == 10 && NorthAmerican(number)));

        return isPhone ? new Finding(from, number.Length, "phone", Nature.Personal) : null;
    }

    private static bool NorthAmerican(ReadOnlySpan<char> number) =>
        (number.Length == 14 && number[0] == '(' && number[4] == ')' && number[5] == ' ' && number[9] == '-' && number[1] >= '2')
        || (number.Length == 12 && number[3] == number[7] && number[3] is '-' or '.' && number[0] >= '2');
}
