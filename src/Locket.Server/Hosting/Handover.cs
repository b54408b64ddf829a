using System.Net.Http.Headers;
using System.Text;
using Locket.Client;
using Locket.Engine.Safety;
using Locket.Server.Settings;
using Locket.Storage;

namespace Locket.Server.Hosting;

/// <summary>
/// How a server gets a data directory that an editor's process or a command owns: it asks the owner over the unix socket to leave,
/// and takes the lock as soon as it is free. Another server is not asked.
/// </summary>
internal static class Handover
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(2);

    /// <returns>The lock, for the role <c>serve</c>.</returns>
    /// <exception cref="DirectoryTakenException">The owner is a server or works on the files themselves, or does not leave.</exception>
    public static async Task<IDirectoryLock> TakeAsync(LocketSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        var directory = StorageServices.OpenDirectory(settings.Data, clock);
        var start = clock.GetTimestamp();
        string? asked = null;
        using var timer = new PeriodicTimer(Again, clock);
        while (true)
        {
            if (directory.TryTake(HostRole.Serve) is { } taken)
            {
                return taken;
            }

            // Null while a new owner is writing itself in; then the next look tells.
            var owner = directory.ReadOwner();
            if (clock.GetElapsedTime(start) > Patience || owner is not (null or { Role: HostRole.Stdio or HostRole.Command }))
            {
                throw new DirectoryTakenException(directory.Path, owner);
            }

            // When an owner leaves, another editor's process may be quicker than we are; then that one is asked too.
            if (owner is not null && owner.Nonce != asked && await AskAsync(directory.Path, cancellationToken))
            {
                asked = owner.Nonce;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <returns>Whether the owner heard it.</returns>
    private static async Task<bool> AskAsync(string directory, CancellationToken cancellationToken)
    {
        if (StorageServices.OpenPrivateFiles().Read(HostFiles.Token(directory)) is not { } token)
        {
            return false;
        }

        var secret = Encoding.ASCII.GetString(token);
        using var handler = LineHandler.For(ServerAddress.OfSocket(HostFiles.Socket(directory)), new Credentials(secret, IsFromFile: true));
        using var client = new HttpClient(handler) { Timeout = OneCall };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("http://localhost" + OwnerEndpoints.YieldPath));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);

            return response.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It is just starting, or just leaving.
            return false;
        }
    }
}
