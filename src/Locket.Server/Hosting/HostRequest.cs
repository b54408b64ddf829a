using Locket.Engine.Safety;
using Locket.Server.Settings;

namespace Locket.Server.Hosting;

/// <summary>How one owner of a data directory is to run.</summary>
internal sealed record HostRequest
{
    public required LocketSettings Settings { get; init; }

    /// <summary>One of <see cref="HostRole"/>.</summary>
    public required string Role { get; init; }

    /// <summary>Whether to listen on TCP beside the unix socket.</summary>
    public bool ListenTcp { get; init; }

    /// <summary>
    /// The directory's lock where the caller took it already, because it raced others for it; it becomes the host's to release, even
    /// when the start fails. Null lets the host take it.
    /// </summary>
    public IDirectoryLock? Lock { get; init; }

    /// <summary>Services for tests and benchmarks, added last; the shipped commands give none.</summary>
    public Action<IServiceCollection>? MoreServices { get; init; }

    /// <summary>Routes for tests and benchmarks; the shipped commands give none.</summary>
    public Action<IEndpointRouteBuilder>? MoreRoutes { get; init; }
}
