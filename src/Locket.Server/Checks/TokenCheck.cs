using Locket.Server.Hosting;

namespace Locket.Server.Checks;

/// <summary>Whether the tokens at hand are ones that the owner knows.</summary>
internal sealed class TokenCheck : ICheck
{
    public string Name => "token";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var owner = patient.Owner;
        if (!owner.Answers)
        {
            yield return Finding.Well("no token can be tried while nobody answers");
            yield break;
        }

        yield return owner.FileTokenProblem is { } stale
            ? Finding.Wrong($"the token in {HostFiles.Token(patient.Directory.Path)} does not fit the process that answers ({stale})", "stop that process and start it again: locket serve writes a new token")
            : Finding.Well("the session token fits");
        if (owner.VariableTokenProblem is { } unknown)
        {
            yield return Finding.Wrong($"the token of the environment is not let in ({unknown})", "unset MCP_MEMORY_TOKEN and MCP_MEMORY_TOKEN_FILE, or make one with locket token create NAME");
        }
    }
}
