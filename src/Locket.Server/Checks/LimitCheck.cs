using System.Globalization;

namespace Locket.Server.Checks;

/// <summary>How many files, and so connections, a process may have open.</summary>
internal sealed class LimitCheck : ICheck
{
    private const long Least = 1024;

    public string Name => "limits";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient.OpenFiles switch
        {
            null => Finding.Well("limits cannot be told here"),
            < Least and var few => Finding.Warning(
                string.Create(CultureInfo.InvariantCulture, $"a process may have only {few} files open, and each connection is one"),
                "ulimit -n 65536 before the start, or LimitNOFILE=65536 in its unit"),
            var enough => Finding.Well(string.Create(CultureInfo.InvariantCulture, $"a process may have {enough} files open")),
        };
    }
}
