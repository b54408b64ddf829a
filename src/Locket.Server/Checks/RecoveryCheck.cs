namespace Locket.Server.Checks;

/// <summary>What is left when the key file is lost.</summary>
internal sealed class RecoveryCheck : ICheck
{
    public string Name => "recovery";

    public IEnumerable<Finding> Look(Patient patient) =>
        [Finding.Well($"nothing opens the memories without {Path.Combine(patient.Directory.Path, "locket.key")}: keep a copy of that file apart from the backups")];
}
