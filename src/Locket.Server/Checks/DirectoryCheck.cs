namespace Locket.Server.Checks;

/// <summary>Folder and files: modes, owners, links, the kind of file system.</summary>
internal sealed class DirectoryCheck : ICheck
{
    public string Name => "directory";

    public IEnumerable<Finding> Look(Patient patient) => patient.Directory.Exists
        ? Finding.All(patient.Directory.Files(), $"{patient.Directory.Path} is closed to others")
        : [Finding.Warning($"there is no data directory {patient.Directory.Path} yet", "locket serve makes it, or name another with --data")];
}
