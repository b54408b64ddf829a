namespace Locket.Client;

/// <summary>
/// A name for how this client looks for its server and what it presents there, known without the server: under it stands in the vault
/// who the server said that this is.
/// </summary>
/// <param name="Name">Holds the token, so it is only ever hashed under the local key.</param>
/// <param name="IsOfFolder">Whether it is the owner's own way, which asks for no token that could be taken back.</param>
internal sealed record Way(string Name, bool IsOfFolder)
{
    private const string Folder = "folder";

    public static Way Find(LocketClientOptions options)
    {
        var folder = DataFolder.Find(options);
        var place = options.Address?.ToString()
            ?? (options.DataDirectory is null ? DataFolder.Said(options.Environment("MCP_MEMORY_URL")) : null)
            ?? folder.Path;
        try
        {
            // A local address, so that the folder's own token counts: its secret changes with each start, its holder does not.
            var credentials = Credentials.Find(options, ServerAddress.OfPort(1), folder);

            return credentials.IsOfFolder ? new Way(Joined(Folder, folder.Path), true) : new Way(Joined(place, credentials.Token), false);
        }
        catch (LocketUnreachableException)
        {
            // The server took its token with it when it stopped.
            return new Way(Joined(Folder, folder.Path), true);
        }
    }

    public override string ToString() => $"Way {{ IsOfFolder = {IsOfFolder} }}";

    private static string Joined(string place, string credential) => place + "\n" + credential;
}
