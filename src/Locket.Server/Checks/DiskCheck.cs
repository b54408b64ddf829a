using System.Globalization;

namespace Locket.Server.Checks;

/// <summary>Room for more. A full disk loses nothing, but refuses to remember.</summary>
internal sealed class DiskCheck : ICheck
{
    private const long MiB = 1024 * 1024;
    private const long LeastBytes = 64 * MiB;
    private const long FewBytes = 512 * MiB;
    private const long LeastFiles = 100;

    public string Name => "disk";

    public IEnumerable<Finding> Look(Patient patient)
    {
        if (patient.Room is not { } room)
        {
            yield return Finding.Well("what is left on the disk cannot be told here");
            yield break;
        }

        var left = string.Create(CultureInfo.InvariantCulture, $"{room.Bytes / MiB} MiB are left on the disk of {patient.Directory.Path}");
        yield return room.Bytes < LeastBytes ? Finding.Wrong(left, $"make room: df -h {patient.Directory.Path}")
            : room.Bytes < FewBytes ? Finding.Warning(left, $"make room: df -h {patient.Directory.Path}")
            : Finding.Well(left);
        if (room.Files < LeastFiles)
        {
            yield return Finding.Wrong(
                string.Create(CultureInfo.InvariantCulture, $"only {room.Files} more files can be made on the disk of {patient.Directory.Path}"),
                $"remove files there: df -i {patient.Directory.Path}");
        }
    }
}
