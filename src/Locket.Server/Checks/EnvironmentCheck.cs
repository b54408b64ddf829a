using Locket.Engine.Refusals;
using Locket.Engine.Tokens;

namespace Locket.Server.Checks;

/// <summary>Variables that hold a token: blank, weak, mistyped, or two that say different things.</summary>
internal sealed class EnvironmentCheck : ICheck
{
    private const string Token = "MCP_MEMORY_TOKEN";
    private const string TokenFile = "MCP_MEMORY_TOKEN_FILE";

    public string Name => "environment";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var found = Faults(patient).ToList();

        return found.Count > 0 ? found : [Finding.Well("no variable is in the way of another")];
    }

    private static IEnumerable<Finding> Faults(Patient patient)
    {
        foreach (var variable in (string[])[Token, TokenFile])
        {
            if (patient.Variable(variable) is { } blank && string.IsNullOrWhiteSpace(blank))
            {
                yield return Finding.Wrong($"{variable} is set but empty, so nothing starts with it", $"unset {variable}, or fill it in");
            }
        }

        if (patient.IsSet(Token) && patient.IsSet(TokenFile))
        {
            yield return Finding.Warning($"{Token} and {TokenFile} are both set, and the first of them is used", $"unset {Token}");
        }

        if (patient.Variable(Token) is { } token && !string.IsNullOrWhiteSpace(token) && TokenFault(token.Trim()) is { } fault)
        {
            yield return fault;
        }

        if (patient.Variable(TokenFile) is { } path && !string.IsNullOrWhiteSpace(path) && FileFault(path.Trim()) is { } wrong)
        {
            yield return wrong;
        }

        if (patient.IsSet("MCP_MEMORY_URL") && patient.IsSet("LOCKET_DATA"))
        {
            yield return Finding.Warning("MCP_MEMORY_URL and LOCKET_DATA are both set, and clients go to the first of them", "unset the one that is not meant");
        }
    }

    private static Finding? TokenFault(string token)
    {
        if (token.StartsWith(AccessToken.Prefix, StringComparison.Ordinal))
        {
            return AccessToken.PublicIdOf(token) is null
                ? Finding.Wrong($"{Token} looks like a named token but is mistyped or cut off: its checksum does not fit", "locket token rotate ID, and set the new secret whole")
                : null;
        }

        try
        {
            AccessToken.DemandStrong(token);

            return null;
        }
        catch (RefusalException weak)
        {
            return Finding.Wrong(weak.Message, "openssl rand -hex 32, and set that");
        }
    }

    private static Finding? FileFault(string path)
    {
        if (!File.Exists(path))
        {
            return Finding.Wrong($"{TokenFile} names a file that is not there: {path}", $"unset {TokenFile}, or put the token there");
        }

        const UnixFileMode Others = (UnixFileMode)0x3F;

        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
            ? Finding.Wrong($"the token file {path} can be read by other users, so what it holds is no secret", $"chmod 600 {path}, and rotate the token")
            : null;
    }
}
