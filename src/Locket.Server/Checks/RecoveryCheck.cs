namespace Locket.Server.Checks;

/// <summary>What is left when the key file is lost.</summary>
internal sealed class RecoveryCheck : ICheck
{
    public string Name => "recovery";

    public IEnumerable<Finding> Look(Patient patient) =>
        [Finding.Well("this version has no recovery key: whoever loses locket.key loses the memories, so keep a copy of it elsewhere")];
}
