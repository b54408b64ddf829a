using Locket.Engine.Refusals;

namespace Locket.Server.Mem0;

/// <summary>mem0's two forms of a list: <c>v1.0</c> is a bare array, <c>v1.1</c> an object with <c>results</c>.</summary>
internal static class Mem0Format
{
    public static bool IsWrapped(Mem0Members members) => IsWrapped(members.Text("output_format"));

    public static bool IsWrapped(string? format) => format switch
    {
        null or "v1.0" => false,
        "v1.1" => true,
        _ => throw RefusalException.Invalid("output_format must be v1.0 or v1.1"),
    };
}
