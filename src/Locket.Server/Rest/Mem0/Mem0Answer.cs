using System.Text.Json.Serialization.Metadata;
using Locket.Server.Mem0;

namespace Locket.Server.Rest.Mem0;

/// <summary>Answers in mem0's forms.</summary>
internal static class Mem0Answer
{
    public static IResult Of<T>(T value, JsonTypeInfo<T> json) => TypedResults.Json(value, json);

    public static IResult Said(string sentence) => Of(new Mem0Said(sentence), Mem0Wire.Json.Mem0Said);

    public static IResult List(IReadOnlyList<Mem0Memory> memories, bool isWrapped) => isWrapped
        ? Of(new Mem0Results(memories), Mem0Wire.Json.Mem0Results)
        : Of(memories, Mem0Wire.Json.IReadOnlyListMem0Memory);
}
