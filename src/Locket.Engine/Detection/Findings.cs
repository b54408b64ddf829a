namespace Locket.Engine.Detection;

/// <summary>Findings of several searches in one text.</summary>
internal static class Findings
{
    /// <summary>In order, with those that share letters made one; it is called as the first that was found is.</summary>
    public static List<Finding> Apart(IReadOnlyList<Finding> found)
    {
        var apart = new List<Finding>(found.Count);
        foreach (var finding in found.OrderBy(finding => finding.Start))
        {
            if (apart.Count > 0 && finding.Start < apart[^1].End)
            {
                var last = apart[^1];
                apart[^1] = last with { Length = Math.Max(last.End, finding.End) - last.Start };
            }
            else
            {
                apart.Add(finding);
            }
        }

        return apart;
    }
}
