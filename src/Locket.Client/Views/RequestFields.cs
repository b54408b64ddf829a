using System.Text.Json;
using Locket.Client.Contracts;
using Locket.Engine.Memories;
using Locket.Engine.Refusals;
using Locket.Engine.Security;

namespace Locket.Client.Views;

/// <summary>From requests on the wire to what the engine is asked: the same for the server and for the copy.</summary>
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
        KeepsConflict = request.OnConflict switch
        {
            null or ReviseRequest.Refuse => false,
            ReviseRequest.Keep => true,
            _ => throw RefusalException.Invalid("on_conflict must be refuse or keep"),
        },
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
        MinTrust = LeastTrust(request.MinTrust),
        AsOf = request.AsOf,
        Now = request.Now,
        Limit = Checked.PageSize(request.Limit),
        Explain = request.Explain ?? false,
        Cursor = request.Cursor,
    };

    public static ContextQuestion ToQuestion(this ContextRequest request) => new()
    {
        Query = request.Query,
        MaxTokens = request.MaxTokens ?? Limits.DefaultContextTokens,
        MinTrust = LeastTrust(request.MinTrust),
    };

    public static string? ToText(this JsonElement? json) => json?.GetRawText();

    private static Trust LeastTrust(string? name) => name is null ? Trust.External : TrustNames.Parse(name, "min_trust");
}
