using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Locket.Client.Contracts;

namespace Locket.Client;

/// <summary>
/// Talks to a Locket server. Finds it and its token by itself: what was said explicitly comes first, then the environment,
/// then the files of the data directory. Sends its token over https, to this machine or into a unix socket only, and never
/// follows a redirect with it.
/// </summary>
/// <remarks>
/// While the server is away the client goes on: see <see cref="LocketClientOptions.Offline"/>. Safe to use from many threads at once. A write carries an idempotency key that is made before it is first sent, so a
/// repetition after a lost connection is done once. What a server says no to is a <see cref="LocketRefusedException"/>, what
/// does not answer a <see cref="LocketUnreachableException"/>, a token that is missing or unknown a
/// <see cref="LocketUnauthorizedException"/>.
/// </remarks>
public sealed partial class LocketClient : IAsyncDisposable, IDisposable
{
    // A newer server may say more than this client knows.
    internal static readonly WireJson Lenient = new(new JsonSerializerOptions(WireJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = false,
    });

    internal static readonly WireJson Outgoing = new(new JsonSerializerOptions(WireJson.Default.Options) { Converters = { new WellFormedStrings() } });

    private readonly LocketClientOptions _options;
    private readonly Sender _sender;

    /// <summary>Makes a client that looks for its server when it is first asked something.</summary>
    /// <param name="options">Where to look; null finds everything by itself.</param>
    public LocketClient(LocketClientOptions? options = null)
    {
        _options = options ?? new LocketClientOptions();
        _sender = new Sender(_options);
    }

    /// <summary>Finds the server and its token, and asks the server whether it knows the token.</summary>
    /// <param name="options">Where to look; null finds everything by itself.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A client that is let in, or that was before and stands in for the server while that is away.</returns>
    /// <exception cref="LocketUnreachableException">No server was found, or it does not answer, and none has let this client in lately.</exception>
    /// <exception cref="LocketUnauthorizedException">There is no token that the server knows, or its file is not private.</exception>
    public static async Task<LocketClient> ConnectAsync(LocketClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = new LocketClient(options);
        try
        {
            await client.IntroduceAsync(cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Where the server is: an address, or <c>unix:</c> and the path of its socket.</summary>
    public string Address => _sender.Route.Address.ToString();

    /// <summary>Closes the connections and the local files. What waits in the outbox goes on waiting.</summary>
    public void Dispose()
    {
        CloseStandby();
        _sender.Dispose();
    }

    /// <summary>Closes the connections and the local files. What waits in the outbox goes on waiting.</summary>
    /// <returns>When nothing goes on behind the caller's back any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_standby is { } standby)
        {
            await standby.FinishAsync();
        }

        Dispose();
    }

    private Task<T> GetAsync<T>(RoutePath path, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        _sender.AskAsync(new Call(HttpMethod.Get, path.ToString()), shape, cancellationToken);

    private static async Task<T?> OrNullAsync<T>(Task<T> answer)
        where T : class
    {
        try
        {
            return await answer;
        }
        catch (LocketRefusedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    // A UUIDv7: it becomes the memory's id, so that even a very late repetition is recognised.
    private string NewKey() => Guid.CreateVersion7(_options.TimeProvider.GetUtcNow()).ToString("N");

    private static byte[] Json<T>(T request, JsonTypeInfo<T> shape) => JsonSerializer.SerializeToUtf8Bytes(request, shape);
}
