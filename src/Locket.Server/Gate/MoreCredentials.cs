namespace Locket.Server.Gate;

/// <summary>
/// Metadata of routes that other programs' clients call: where else than in <c>Authorization: Bearer</c> those put their token.
/// A route without it takes nothing else, so a token in a foreign place never opens one of ours.
/// </summary>
/// <param name="Scheme">Another scheme of the header <c>Authorization</c>, or null.</param>
/// <param name="Header">A header of its own whose whole value is the token, or null.</param>
internal sealed record MoreCredentials(string? Scheme, string? Header)
{
    /// <returns>Whether credentials of any kind were presented, and the secret; null where they are broken or more than one.</returns>
    public static (bool Presented, string? Secret) Read(HttpContext context)
    {
        var more = context.GetEndpoint()?.Metadata.GetMetadata<MoreCredentials>();
        var headers = context.Request.Headers;
        var usual = BearerHeader.Read(headers.Authorization, more?.Scheme);
        if (more?.Header is not { } name || headers[name] is not { Count: > 0 } values)
        {
            return usual;
        }

        // Two tokens in one request: nobody could say whose it is.
        return usual.Presented || values.Count > 1 || string.IsNullOrWhiteSpace(values[0]) ? (true, null) : (true, values[0]);
    }
}
