using Locket.Engine.Records;

namespace Locket.Engine.Memories;

/// <summary>The kinds that stay true of somebody for long: together they are the profile.</summary>
public static class ProfileKinds
{
    public static IReadOnlyList<string> All { get; } = ["identity", "preference", "relationship", MemoryKinds.Instruction];
}
