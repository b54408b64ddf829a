using System.Security.Cryptography;
using System.Text;
using Locket.Engine.Detection;
using Locket.Engine.Refusals;
using Locket.Engine.Sealing;
using Locket.Engine.Security;
using Locket.Engine.Text;

namespace Locket.Engine.Redaction;

/// <summary>
/// What secrets and personal data become before anything is remembered: marks such as <c>[secret:github-token#1f6a9c]</c>, or a refusal.
/// The end of a mark is a keyed hash, so that two secrets in one space can be told apart, and none can be guessed from it.
/// </summary>
public sealed class Redactor(RedactionOptions options, Keyring keyring)
{
    private const int HashBytes = 3;
    private const int LongestLead = 64;

    /// <summary>A text. What is hidden in it goes first: it would part a secret that stands together again later.</summary>
    /// <exception cref="RefusalException">The space takes no such data.</exception>
    public string Text(WriteGrant grant, string text, string field)
    {
        text = HiddenText.Strip(text);

        return Replace(grant, text, Find(grant, text, field));
    }

    /// <summary>A name or label. Where the mark would make it too long, the mark is all of it.</summary>
    /// <exception cref="RefusalException">The space takes no such data.</exception>
    public string Label(WriteGrant grant, string label, string field, int max)
    {
        label = HiddenText.Strip(label);
        var found = Find(grant, label, field);
        if (found.Count == 0)
        {
            return label;
        }

        var replaced = Replace(grant, label, found);

        return replaced.Length <= max ? replaced : Mark(grant.Space, label, found[0]);
    }

    /// <summary>The value of a named member, understood by its name, such as <c>password</c>.</summary>
    /// <exception cref="RefusalException">The space takes no such data.</exception>
    public string Member(WriteGrant grant, string name, string value, string field)
    {
        // The end of a name is what says of which kind a value is; all of it would be looked through again for each entry of a list.
        var lead = name[^Math.Min(name.Length, LongestLead)..] + "=";
        var found = Find(grant, lead + value, field)
            .Where(finding => finding.End > lead.Length)
            .Select(finding => finding with { Start = Math.Max(0, finding.Start - lead.Length), Length = finding.End - Math.Max(lead.Length, finding.Start) })
            .ToList();

        return Replace(grant, value, found);
    }

    /// <summary>A name under which something is found: it cannot be another one, so with something sensitive in it there is none.</summary>
    /// <exception cref="RefusalException">It holds what the space does not keep.</exception>
    public void Demand(WriteGrant grant, string text, string field)
    {
        if (Scan(grant.Space, HiddenText.Strip(text)) is [var first, ..])
        {
            throw Refused(field, first);
        }
    }

    /// <summary>As a text would stand here, had it been remembered: to find by it what was.</summary>
    public string AsKept(WriteGrant grant, string text, int max = int.MaxValue)
    {
        text = HiddenText.Strip(text);
        var found = Scan(grant.Space, text);
        var replaced = found.Count == 0 ? text : Replaced(grant.Space, text, found);

        return replaced.Length <= max || found.Count == 0 ? replaced : Mark(grant.Space, text, found[0]);
    }

    private IReadOnlyList<Finding> Find(WriteGrant grant, string text, string field)
    {
        var found = Scan(grant.Space, text);
        foreach (var finding in found)
        {
            if (options.Of(grant.Space, finding.Nature) == Handling.Reject)
            {
                throw Refused(field, finding);
            }
        }

        return found;
    }

    private IReadOnlyList<Finding> Scan(SpaceName space, string text)
    {
        var secrets = options.Of(space, Nature.Secret) == Handling.Keep ? [] : SecretScanner.Find(text);
        var personal = options.Of(space, Nature.Personal) == Handling.Keep ? [] : PersonalScanner.Find(text);

        return personal.Count == 0 ? secrets : Findings.Apart([.. secrets, .. personal]);
    }

    private static RefusalException Refused(string field, Finding finding) =>
        new(RefusalCode.Sensitive, $"{field} holds what looks like {(finding.Nature == Nature.Secret ? "a secret" : "personal data")} ({finding.Kind}): this space takes none");

    private string Replace(WriteGrant grant, string text, IReadOnlyList<Finding> found)
    {
        foreach (var finding in found)
        {
            grant.Written.Redact(finding.Kind);
        }

        return found.Count == 0 ? text : Replaced(grant.Space, text, found);
    }

    private string Replaced(SpaceName space, string text, IReadOnlyList<Finding> found)
    {
        var kept = new StringBuilder(text.Length);
        var at = 0;
        foreach (var finding in found)
        {
            kept.Append(text, at, finding.Start - at).Append(Mark(space, text, finding));
            at = finding.End;
        }

        return kept.Append(text, at, text.Length - at).ToString();
    }

    private string Mark(SpaceName space, string text, Finding finding)
    {
        var canonical = new Canonical("locket redaction 1").Add(space.Value).Add(finding.Kind).Add(text.Substring(finding.Start, finding.Length)).ToBytes();
        var hash = HMACSHA256.HashData(keyring.Server.Redactions, canonical);
        var nature = finding.Nature == Nature.Secret ? "secret" : "personal";

        var mark = $"{nature}:{finding.Kind}#{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";

        // Braces are how an address leaves a place open (RFC 6570): nobody, and no scanner, takes what stands in them for the password.
        return finding.Kind is UrlPassword.Kind or UrlPassword.TokenKind ? $"{{{mark}}}" : $"[{mark}]";
    }
}
