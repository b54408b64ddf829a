namespace Locket.Client.Contracts;

/// <summary>A named access token, without its secret.</summary>
/// <param name="Id">12 characters, public: names it in logs and in the audit.</param>
/// <param name="Name">What its maker called it.</param>
/// <param name="Scopes"><c>memory:read</c>, <c>memory:write</c>, <c>admin</c>.</param>
/// <param name="Spaces">Patterns of the spaces it covers.</param>
/// <param name="DefaultSpace">The space of a face that names none.</param>
/// <param name="Trust">The ceiling of what it writes.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when on it lets nobody in.</param>
/// <param name="RevokedAt">When it was taken back; null while it holds.</param>
/// <param name="Profile">As which other server MCP answers it; null for none.</param>
/// <param name="LastUsedAt">When it last let somebody in, within a minute after a restart of the server; null for never.</param>
public sealed record TokenView(
    string Id,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Spaces,
    string DefaultSpace,
    string Trust,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    string? Profile = null,
    DateTimeOffset? LastUsedAt = null);

/// <summary>Asks for a new token.</summary>
public sealed record CreateTokenRequest
{
    /// <summary>1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>memory:read</c> and <c>memory:write</c> unless said.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Patterns in which <c>*</c> stands for any characters; only the default space unless said.</summary>
    public IReadOnlyList<string>? Spaces { get; init; }

    /// <summary><c>me</c> unless said.</summary>
    public string? DefaultSpace { get; init; }

    /// <summary><c>agent</c> unless said.</summary>
    public string? Trust { get; init; }

    /// <summary>Days until it expires: 1 to 365; 90 unless said.</summary>
    public int? ExpiresInDays { get; init; }

    /// <summary>Writes a minute it may make; 600 unless said.</summary>
    public int? WritesPerMinute { get; init; }

    /// <summary>Reads a minute it may make; 6,000 unless said.</summary>
    public int? ReadsPerMinute { get; init; }

    /// <summary>As which other server MCP answers it where a request names none, such as <c>server-memory</c>.</summary>
    public string? Profile { get; init; }
}

/// <summary>A new token. The secret is shown this once.</summary>
/// <param name="Token">The token without its secret.</param>
/// <param name="Secret">The whole token to present; kept nowhere on the server.</param>
public sealed record CreatedTokenView(TokenView Token, string Secret);

/// <summary>All named tokens.</summary>
/// <param name="Tokens">In order of creation.</param>
public sealed record TokenListView(IReadOnlyList<TokenView> Tokens);

/// <summary>Who the presented token is.</summary>
/// <param name="Principal">Stable across rotations.</param>
/// <param name="Token">Public id of the token.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Spaces">Patterns of the spaces it covers.</param>
/// <param name="DefaultSpace">The space of a face that names none.</param>
/// <param name="Trust">The ceiling of what it writes.</param>
/// <param name="Server">Random id of the server's data directory: the same as long as its data is the same.</param>
/// <param name="Profile">As which other server MCP answers it; null for none.</param>
public sealed record MeView(
    string Principal,
    string Token,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Spaces,
    string DefaultSpace,
    string Trust,
    string Server,
    string? Profile = null);

/// <summary>The spaces that exist and that the token covers.</summary>
/// <param name="Spaces">In ordinal order.</param>
public sealed record SpaceListView(IReadOnlyList<string> Spaces);

/// <summary>One entry of the audit log. Never the text, only keyed hashes of ids.</summary>
/// <param name="Chain">The space, or null for the server's own chain.</param>
/// <param name="Number">1, 2, 3 … in its chain.</param>
/// <param name="At">When.</param>
/// <param name="Principal">Who.</param>
/// <param name="Token">With which token (public id).</param>
/// <param name="Action">What, such as <c>remember</c> or <c>token.revoke</c>.</param>
/// <param name="Subject">Keyed hash of the subject's id.</param>
/// <param name="Result"><c>done</c> or a refusal.</param>
public sealed record AuditEntryView(
    string? Chain, long Number, DateTimeOffset At, string Principal, string Token, string Action, string? Subject, string Result);

/// <summary>A page of the audit log, oldest first.</summary>
/// <param name="Entries">At most the limit.</param>
/// <param name="Next">Ask again after this one.</param>
public sealed record AuditPageView(IReadOnlyList<AuditEntryView> Entries, long Next);

/// <summary>How much an import made.</summary>
/// <param name="Imported">New memories.</param>
/// <param name="Existing">Memories that were there already.</param>
/// <param name="Failed">Lines that were refused.</param>
/// <param name="Errors">The first of those, a sentence each, with the line number.</param>
public sealed record ImportView(int Imported, int Existing, int Failed, IReadOnlyList<string> Errors)
{
    /// <summary>Named things that were described anew; null for none.</summary>
    public int? Entities { get; init; }

    /// <summary>New edges; null for none.</summary>
    public int? Relations { get; init; }

    /// <summary>Named things and edges that were known and left as they stand, be it under another type or ended; null for none.</summary>
    public int? Known { get; init; }
}

/// <summary>Whether every seal of the audit log holds.</summary>
/// <param name="Holds">True when nothing was changed, moved or taken away.</param>
/// <param name="Entries">How many entries were checked.</param>
/// <param name="Chains">In how many chains.</param>
/// <param name="Problem">One sentence that names the chain and the first bad number; null when every seal holds.</param>
public sealed record AuditVerdictView(bool Holds, long Entries, int Chains, string? Problem);
