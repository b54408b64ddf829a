using Locket.Engine.Context;
using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Server.Mcp;

/// <summary>The text form of what was recalled: each memory with its id, trust, age and source, quoted as <see cref="QuotedData"/>.</summary>
internal sealed class RecalledText(TimeProvider clock)
{
    public string Of(IReadOnlyList<Memory> memories) =>
        QuotedData.Fence([.. memories.Select(memory => Item(memory, memory.Content.Text))]);

    public string Of(IReadOnlyList<(Memory Memory, string? Text)> items) =>
        QuotedData.Fence([.. items.Select(item => Item(item.Memory, item.Text))]);

    private string Item(Memory memory, string? text)
    {
        var age = QuotedData.Age(clock.GetUtcNow() - memory.CreatedAt, memory.Content.OccurredAt);
        var head = QuotedData.Head(
            memory.Id.ToString(), memory.Content.Trust.Name(), age, memory.Content.Origin.Name(), memory.Writer.Client, memory.Content.Kind);

        return text is null ? head : $"{head}\n{text}";
    }
}
