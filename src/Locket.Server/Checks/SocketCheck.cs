namespace Locket.Server.Checks;

/// <summary>A path longer than a socket's address can hold would keep every owner from starting.</summary>
internal sealed class SocketCheck : ICheck
{
    public string Name => "socket";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient.Owner.Socket is { } socket
            ? Finding.Well($"the socket is {socket}")
            : Finding.Wrong($"the path of {patient.Directory.Path} is too long for a unix socket", "export XDG_RUNTIME_DIR=/run/user/$(id -u), or use a data directory with a shorter path");
    }
}
