namespace Locket.Server.Checks;

/// <summary>Whether the audit chains are as long as their heads say. <c>locket audit verify</c> checks every seal as well.</summary>
internal sealed class AuditCheck : ICheck
{
    public string Name => "audit";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var complaints = patient.Directory.Audit();

        return complaints.Count > 0
            ? complaints.Select(complaint => Finding.Wrong(complaint, "locket audit verify names the first row that is wrong; then restore a backup"))
            : [Finding.Well(patient.Directory.HasRecords ? "the audit chains are as long as they should be; locket audit verify checks every seal too" : "there is no audit log yet")];
    }
}
