namespace Locket.Server.Checks;

/// <summary>The key file and both copies of the keyring: without them nothing can be read any more.</summary>
internal sealed class KeyCheck : ICheck
{
    public string Name => "keys";

    public IEnumerable<Finding> Look(Patient patient) =>
        Finding.All(patient.Directory.Keys(), patient.Directory.HasRecords ? "the key opens both copies of the keyring" : "there are no keys yet, and nothing that needs them");
}
