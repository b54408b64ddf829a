using System.Text.Json.Serialization.Metadata;
using Locket.Client.Contracts;

namespace Locket.Client;

/// <content>What belongs to the whole server: who am I, spaces, tokens, audit.</content>
public sealed partial class LocketClient
{
    /// <summary>Asks who the presented token is.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What it may do, and where.</returns>
    public Task<MeView> MeAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of("v1/me"), Lenient.MeView, cancellationToken);

    /// <summary>What the server says of itself to administrators, in JSON.</summary>
    internal Task<byte[]> StatusAsync(CancellationToken cancellationToken) => AtServerAsync(_sender.ReadAsync(new Call(HttpMethod.Get, "v1/status"), cancellationToken));

    /// <summary>Lists the spaces that exist and that the token covers.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Their names, in ordinal order.</returns>
    public Task<SpaceListView> SpacesAsync(CancellationToken cancellationToken = default) =>
        AtServerAsync(GetAsync(RoutePath.Of("v1/spaces"), Lenient.SpaceListView, cancellationToken));

    /// <summary>Lists all named tokens, revoked ones too.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>In order of creation.</returns>
    public Task<TokenListView> TokensAsync(CancellationToken cancellationToken = default) =>
        AtServerAsync(GetAsync(RoutePath.Of("v1/tokens"), Lenient.TokenListView, cancellationToken));

    /// <summary>Makes a token. Its secret is in the answer and nowhere else, so a lost answer is not asked for again.</summary>
    /// <param name="request">What it may do, where, and how long.</param>
    /// <param name="cancellationToken">Ends the attempt; the token may exist by then.</param>
    /// <returns>The token and its secret.</returns>
    public Task<CreatedTokenView> CreateTokenAsync(CreateTokenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return OnceAsync(HttpMethod.Post, RoutePath.Of("v1/tokens"), Json(request, Outgoing.CreateTokenRequest), Lenient.CreatedTokenView, cancellationToken);
    }

    /// <summary>Gives a token a new secret under a new public id; the old one stops at once.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">Ends the attempt; it may have happened by then.</param>
    /// <returns>The token and its new secret.</returns>
    public Task<CreatedTokenView> RotateTokenAsync(string id, CancellationToken cancellationToken = default) =>
        RotateTokenAsync(id, TimeSpan.Zero, cancellationToken);

    /// <summary>Gives a token a new secret under a new public id; the old one still lets in for a while.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="overlap">How long, in whole seconds: up to seven days, and never longer than it would have held.</param>
    /// <param name="cancellationToken">Ends the attempt; it may have happened by then.</param>
    /// <returns>The token and its new secret.</returns>
    public Task<CreatedTokenView> RotateTokenAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default)
    {
        var path = RoutePath.Of("v1/tokens").Piece(id, nameof(id)).Fixed("rotate").Query("overlap_seconds", overlap == TimeSpan.Zero ? null : (int)overlap.TotalSeconds);

        return OnceAsync(HttpMethod.Post, path, json: null, Lenient.CreatedTokenView, cancellationToken);
    }

    /// <summary>Takes a token back: from the next request on it lets nobody in.</summary>
    /// <param name="id">The public id.</param>
    /// <param name="cancellationToken">Ends the attempt; it may have happened by then.</param>
    /// <returns>The token as it stands now.</returns>
    public Task<TokenView> RevokeTokenAsync(string id, CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Delete, RoutePath.Of("v1/tokens").Piece(id, nameof(id)).ToString());

        return AtServerAsync(_sender.AskAsync(call, Lenient.TokenView, cancellationToken));
    }

    /// <summary>Reads the audit log, oldest first.</summary>
    /// <param name="after">Only entries after this number; a negative one counts from the end.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A page, and the number to go on after.</returns>
    public Task<AuditPageView> AuditAsync(long? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        AtServerAsync(GetAsync(RoutePath.Of("v1/audit").Query("after", after).Query("limit", limit), Lenient.AuditPageView, cancellationToken));

    /// <summary>Checks every seal of the audit log, and the records against it.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether it holds, and where it does not.</returns>
    public Task<AuditVerdictView> VerifyAuditAsync(CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Get, "v1/audit/verify") { IsStream = true };

        return AtServerAsync(_sender.AskAsync(call, Lenient.AuditVerdictView, cancellationToken));
    }

    /// <summary>Has the server write its records to a new file and check them. Works over the unix socket only.</summary>
    /// <param name="file">Absolute path, as the server sees it; nothing may stand there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was written, and whether it is sound.</returns>
    public Task<StoreReportView> BackupAsync(string file, CancellationToken cancellationToken = default)
    {
        var json = Json(new BackupRequest { File = file }, Outgoing.BackupRequest);
        var call = new Call(HttpMethod.Post, "v1/owner/backup") { Json = json, IsOnce = true, IsStream = true };

        return AtServerAsync(_sender.AskAsync(call, Lenient.StoreReportView, cancellationToken));
    }

    /// <summary>Has the server read every record it keeps and check its seal. Works over the unix socket only.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was read, and what is wrong with it.</returns>
    public Task<StoreReportView> VerifyStoreAsync(CancellationToken cancellationToken = default)
    {
        var call = new Call(HttpMethod.Post, "v1/owner/verify") { IsStream = true };

        return AtServerAsync(_sender.AskAsync(call, Lenient.StoreReportView, cancellationToken));
    }

    private Task<T> OnceAsync<T>(HttpMethod method, RoutePath path, byte[]? json, JsonTypeInfo<T> shape, CancellationToken cancellationToken) =>
        AtServerAsync(_sender.AskAsync(new Call(method, path.ToString()) { Json = json, IsOnce = true }, shape, cancellationToken));

    // Tokens, the audit, backups and whole spaces are kept nowhere else, and whoever asks should not wait for a queue to do it.
    private static async Task<T> AtServerAsync<T>(Task<T> answer)
    {
        try
        {
            return await answer;
        }
        catch (LocketUnreachableException away)
        {
            throw new LocketUnreachableException($"{away.Message}; only the server can do this, so it is not queued", away);
        }
    }
}
