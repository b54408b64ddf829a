using System.Reflection;
using Locket.Engine.Refusals;
using Locket.Engine.Security;
using Locket.Server.Gate;
using Microsoft.AspNetCore.Http.Metadata;

namespace Locket.Server.Rest;

/// <summary>The space in <c>/v1/spaces/{space}/…</c>, percent-decoded exactly once, from the path as it was sent.</summary>
internal sealed record PathSpace(SpaceName Name) : IEndpointParameterMetadataProvider
{
    public const string Parameter = "space";

    /// <summary>Place of the space among what stands between the slashes of <c>/v1/spaces/{space}</c>.</summary>
    private const int Place = 3;

    public static ValueTask<PathSpace?> BindAsync(HttpContext context)
    {
        var path = SentPath.Segments(context);
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
