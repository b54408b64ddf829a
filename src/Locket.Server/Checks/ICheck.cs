namespace Locket.Server.Checks;

/// <summary>One thing that can be wrong. Looks, and changes nothing.</summary>
internal interface ICheck
{
    /// <summary>One word, for people and for scripts.</summary>
    string Name { get; }

    /// <returns>At least one finding: where all is well, one that says so.</returns>
    IEnumerable<Finding> Look(Patient patient);
}
