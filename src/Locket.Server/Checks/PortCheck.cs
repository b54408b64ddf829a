using System.Globalization;
using Locket.Server.Hosting;

namespace Locket.Server.Checks;

/// <summary>Whether what listens on the published port is the owner of the directory.</summary>
internal sealed class PortCheck : ICheck
{
    public string Name => "port";

    public IEnumerable<Finding> Look(Patient patient)
    {
        if (patient.Owner.Port is not { } number)
        {
            yield return Finding.Well("no port is published");
            yield break;
        }

        var port = number.ToString(CultureInfo.InvariantCulture);
        var file = HostFiles.Port(patient.Directory.Path);
        if (patient.Owner is { PortListens: true, Answers: false })
        {
            yield return Finding.Wrong($"nobody owns the directory, yet somebody listens on port {port}, which an earlier server published", $"rm {file}, and see who listens: ss -ltnp 'sport = :{port}'");
        }
        else if (patient.Owner is { Answers: true, PortIsLocket: false })
        {
            yield return Finding.Wrong($"port {port} of {file} is not one where Locket answers", "stop the owner and start it again: locket serve publishes its port anew");
        }
        else
        {
            yield return Finding.Well(!patient.Owner.PortListens ? $"nobody listens on port {port} any more"
                : patient.Owner.PortIsLocket == true ? $"Locket answers on port {port}"
                : $"port {port} is listened on, not in plain HTTP: by a server with TLS");
        }
    }
}
