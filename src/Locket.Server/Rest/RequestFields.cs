using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Server.Mcp.Profiles;

namespace Locket.Server.Rest;

/// <summary>From requests on the wire to what the engine is asked.</summary>
internal static class RequestFields
{
    public static MemoryFields ToFields(this RememberRequest request, string? key) => new()
    {
        Text = request.Text,
        Kind = request.Kind,
        Tags = request.Tags ?? [],
        About = request.About ?? [],
        Author = request.Author,
        Session = request.Session,
        OccurredAt = request.OccurredAt,
        ValidUntil = request.ValidUntil,
        ExpiresAt = request.ExpiresAt,
        Metadata = request.Metadata.ToText(),
        Replaces = request.Replaces is null ? null : Checked.Id(request.Replaces, "replaces"),
        Key = key,
    };

    /// <exception cref="RefusalException">The caller did not say which version it saw.</exception>
    public static Revision ToRevision(this ReviseRequest request, string? key) => new()
    {
        ExpectedVersion = request.ExpectedVersion
            ?? throw new RefusalException(RefusalCode.VersionConflict, "expected_version is missing: send the version that you have seen"),
        Text = request.Text,
        Kind = request.Kind,
        Tags = request.Tags,
        About = request.About,
        OccurredAt = request.OccurredAt,
        ValidUntil = request.ValidUntil,
        ExpiresAt = request.ExpiresAt,
        Metadata = request.Metadata.ToText(),
        Key = key,
    };

    public static RecallQuestion ToQuestion(this RecallRequest request) => new()
    {
        Query = request.Query,
        Kinds = request.Kinds ?? [],
        Tags = request.Tags ?? [],
        About = request.About,
        Author = request.Author,
        Since = request.Since,
        Until = request.Until,
        AsOf = request.AsOf,
        Now = request.Now,
        Limit = Checked.PageSize(request.Limit),
        Explain = request.Explain ?? false,
        Cursor = request.Cursor,
    };

    public static TokenRequest ToToken(this CreateTokenRequest request) => new()
    {
        Name = request.Name,
        Scopes = request.Scopes is null ? Scope.Read | Scope.Write : ScopeNames.Parse(request.Scopes),
        Spaces = [.. (request.Spaces ?? []).Select(SpacePattern.Parse)],
        DefaultSpace = request.DefaultSpace is null ? null : SpaceName.Parse(request.DefaultSpace, "default_space"),
        Trust = request.Trust is null ? Trust.Agent : TrustNames.Parse(request.Trust),
        ExpiresInDays = request.ExpiresInDays ?? TokenRequest.DefaultDays,
        WritesPerMinute = request.WritesPerMinute ?? TokenRequest.DefaultWritesPerMinute,
        ReadsPerMinute = request.ReadsPerMinute ?? TokenRequest.DefaultReadsPerMinute,
        Profile = request.Profile is null ? null : ProfileList.Demand(request.Profile),
    };

    public static string? ToText(this JsonElement? json) => json?.GetRawText();
}
