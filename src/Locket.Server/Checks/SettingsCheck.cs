namespace Locket.Server.Checks;

/// <summary>Whether a server could start with what is set.</summary>
internal sealed class SettingsCheck : ICheck
{
    public string Name => "settings";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient.SettingsProblem is { } problem
            ? Finding.Wrong(problem, "correct that setting in the environment or in locket.json; locket serve --help lists them")
            : Finding.Well("the settings can be used");
    }
}
