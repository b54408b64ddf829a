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

        var file = HostFiles.Token(patient.Directory.Path);
        yield return owner switch
        {
            { FileComplaint: { } complaint } => IsFoundElsewhere(patient, file)
                ? Finding.Well($"not tried: what is wrong with {file} has to be mended first")
                : Finding.Wrong(complaint),
            { FileTokenProblem: { } stale } =>
                Finding.Wrong($"the token in {file} does not fit the process that answers ({stale})", "stop that process and start it again: locket serve writes a new token"),
            _ => Finding.Well("the session token fits"),
        };
        if (owner.VariableComplaint is not null)
        {
            yield return Finding.Well("the token of the environment is not tried: what is wrong with its file has to be mended first");
        }
        else if (owner.VariableTokenProblem is { } unknown)
        {
            yield return Finding.Wrong($"the token of the environment is not let in ({unknown})", "unset MCP_MEMORY_TOKEN and MCP_MEMORY_TOKEN_FILE, or make one with locket token create NAME");
        }
    }

    // One cause has one mend: the check of the directory looks at its files, this one at whether a token is known.
    private static bool IsFoundElsewhere(Patient patient, string file) =>
        patient.Directory.Files().Any(complaint => complaint.StartsWith(file + " ", StringComparison.Ordinal));
}
