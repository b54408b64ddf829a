using Locket.Engine.Memories;
using Locket.Server.Diagnostics;
using Locket.Server.Mem0;
using ModelContextProtocol.Protocol;

namespace Locket.Server.Mcp.Profiles.OpenMemory;

/// <summary>The five tools of OpenMemory, the local server that mem0 gave up: what was made for it goes on working here.</summary>
internal sealed class OpenMemoryProfile(Mem0Reader reader, Mem0Writer writer, MemoryEngine memories, IHttpContextAccessor http) : McpProfile
{
    public const string ProfileName = "openmemory";

    /// <summary>Its clients know this address and no other; the last part is the user, here a space.</summary>
    public const string Route = $"/mcp/{{{ClientParameter}}}/http/{{{AgentRequest.SpaceInAddress}}}";

    public const string ClientParameter = "client_name";

    public override string Name => ProfileName;

    public override Implementation ServerInfo { get; } = new() { Name = "mem0-mcp-server", Title = "OpenMemory", Version = Product.Version };

    public override IReadOnlyList<ProfileTool> Tools { get; } =
    [
        new AddMemoriesTool(writer, http),
        new SearchMemoryTool(reader),
        new ListMemoriesTool(reader),
        new DeleteMemoriesTool(memories),
        new DeleteAllMemoriesTool(writer),
    ];
}
