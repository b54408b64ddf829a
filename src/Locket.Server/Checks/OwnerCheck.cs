using System.Globalization;
using Locket.Client;

namespace Locket.Server.Checks;

/// <summary>Who has the directory, and whether they are alive.</summary>
internal sealed class OwnerCheck : ICheck
{
    private static readonly string[] Published = [DataFolder.TokenName, DataFolder.PortName, DataFolder.SocketName];

    public string Name => "owner";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var owner = patient.Directory.ReadOwner();
        var name = owner is null ? "a process" : string.Create(CultureInfo.InvariantCulture, $"locket {owner.Role}, process {owner.ProcessId},");
        var left = Published.Where(file => Path.Exists(Path.Combine(patient.Directory.Path, file))).ToList();
        if (patient.Owner.Answers)
        {
            yield return Finding.Well($"{name} owns the directory and answers");
        }
        else if (patient.Directory.IsHeld == true)
        {
            yield return Finding.Wrong(
                $"{name} owns the directory and does not answer on its socket",
                owner is null ? "end that process, then locket serve" : string.Create(CultureInfo.InvariantCulture, $"kill {owner.ProcessId}, then locket serve"));
        }
        else if (left.Count > 0)
        {
            yield return Finding.Warning(
                $"{name} ended without a stop, and left {string.Join(", ", left)} behind; nothing acknowledged was lost", "locket serve: the next owner clears up");
        }
        else
        {
            yield return Finding.Well("nobody runs on it now: locket serve starts a server, editors start locket stdio by themselves");
        }
    }
}
