namespace Locket.Server.Checks;

/// <summary>
/// A proxy that is asked about addresses of this machine would be shown the token. Locket's own clients never ask one about them; an
/// editor that calls http://127.0.0.1 may.
/// </summary>
internal sealed class ProxyCheck : ICheck
{
    private static readonly string[] Proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    private static readonly string[] Loopback = ["localhost", "127.0.0.1"];

    public string Name => "proxies";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var set = Proxies.Where(patient.IsSet).ToList();
        if (set.Count == 0)
        {
            yield return Finding.Well("no proxy is set");
            yield break;
        }

        var spared = (patient.Variable("NO_PROXY") ?? patient.Variable("no_proxy") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        yield return spared.Contains("*") || Loopback.All(name => spared.Contains(name, StringComparer.OrdinalIgnoreCase))
            ? Finding.Well($"{string.Join(", ", set)}: not for this machine")
            : Finding.Warning(
                $"{string.Join(", ", set)} is set and NO_PROXY does not spare this machine: an editor that calls http://127.0.0.1 would show the proxy its token",
                "export NO_PROXY=localhost,127.0.0.1,::1");
    }
}
