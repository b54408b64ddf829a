namespace Locket.Server.Checks;

/// <summary>Whether a server could start with what is set.</summary>
internal sealed class SettingsCheck : ICheck
{
    public string Name => "settings";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient.SettingsProblem switch
        {
            null => Finding.Well("the settings can be used"),
            { } problem when IsFoundElsewhere(patient, problem) => Finding.Well("no server can start here before what is wrong with the token of the environment is mended"),
            { } problem => Finding.Wrong(problem, "correct that setting in the environment or in locket.json; locket serve --help lists them"),
        };
    }

    // One cause has one mend, and the check of the environment knows more about tokens.
    private static bool IsFoundElsewhere(Patient patient, string problem) =>
        problem.StartsWith("MCP_MEMORY_TOKEN", StringComparison.Ordinal)
        && new EnvironmentCheck().Look(patient).Any(finding => finding.Health == Health.Wrong);
}
