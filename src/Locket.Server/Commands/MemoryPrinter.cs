using System.Globalization;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>Memories for people: a head that names, a body that is indented.</summary>
internal static class MemoryPrinter
{
    public static void Print(this Terminal terminal, MemoryView memory, string? more = null)
    {
        terminal.WriteHead(
            memory.Id,
            [
                Time(memory.OccurredAt ?? memory.CreatedAt),
                memory.Kind,
                memory.Status == "active" ? null : memory.Status,
                memory.Author is null ? null : "by " + memory.Author,
                memory.About is { Count: > 0 } about ? "about " + string.Join(", ", about) : null,
                memory.Tags is { Count: > 0 } tags ? string.Join(' ', tags.Select(tag => "#" + tag)) : null,
                more,
            ]);
        terminal.WriteBody(memory.Text);
    }

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
