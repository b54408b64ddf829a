namespace Locket.Server.Checks;

/// <summary>The schema, the structure of the database, and a key for every space. <c>locket verify</c> opens every row as well.</summary>
internal sealed class RecordsCheck : ICheck
{
    public string Name => "records";

    public IEnumerable<Finding> Look(Patient patient) =>
        Finding.All(patient.Directory.Records(), patient.Directory.HasRecords ? "the database is whole; locket verify opens every record too" : "there are no records yet");
}
