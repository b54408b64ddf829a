using System.Reflection;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Locket.Server.Rest;

/// <summary>
/// The space in <c>/v1/spaces/{space}/…</c>, percent-decoded exactly once. The server decodes all of a path but
/// <c>%2F</c>, so in its form of the path <c>a%2Fb</c> and <c>a%252Fb</c> are one; the path as it was sent tells them apart.
/// </summary>
internal sealed record PathSpace(SpaceName Name) : IEndpointParameterMetadataProvider
{
    public const string Parameter = "space";

    /// <summary>Place of the space among what stands between the slashes of <c>/v1/spaces/{space}</c>.</summary>
    private const int Place = 3;

    public static ValueTask<PathSpace?> BindAsync(HttpContext context)
    {
        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = sent.Split('?', 2)[0].Split('/');
        if (path.Length <= Place || path[0].Length > 0)
        {
            throw RefusalException.Invalid("the address must be a path");
        }

        return ValueTask.FromResult<PathSpace?>(new PathSpace(SpaceName.Parse(Uri.UnescapeDataString(path[Place]))));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new Described());

    /// <summary>Marks an endpoint whose path names a space, for its description.</summary>
    internal sealed record Described;
}
