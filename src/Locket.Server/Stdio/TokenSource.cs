using System.Text;
using Locket.Engine.Safety;

namespace Locket.Server.Stdio;

/// <summary>
/// The token that the bridge presents: the one given to it by <c>MCP_MEMORY_TOKEN</c>, which narrows what it may do, else the
/// session token of whoever owns the data directory, read anew for every call.
/// </summary>
internal sealed class TokenSource(string? given, string path, IPrivateFiles files)
{
    /// <summary>True where another look would only find the same token.</summary>
    public bool IsFixed => given is not null;

    /// <returns>Null while no owner has published one.</returns>
    /// <exception cref="DirectoryException">Others could read or have put that file there.</exception>
    public string? Read() =>
        given ?? (files.Read(path) is { Length: > 0 } bytes ? Encoding.ASCII.GetString(bytes).Trim() : null);
}
