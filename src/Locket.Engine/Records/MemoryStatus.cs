using Locket.Engine.Refusals;

namespace Locket.Engine.Records;

public enum MemoryStatus
{
    Active = 0,
    Superseded = 1,
    Forgotten = 2,
    Quarantined = 3,
}

public static class MemoryStatusNames
{
    public static string Name(this MemoryStatus status) => status switch
    {
        MemoryStatus.Active => "active",
        MemoryStatus.Superseded => "superseded",
        MemoryStatus.Forgotten => "forgotten",
        MemoryStatus.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static MemoryStatus Parse(string name) => name switch
    {
        "active" => MemoryStatus.Active,
        "superseded" => MemoryStatus.Superseded,
        "forgotten" => MemoryStatus.Forgotten,
        "quarantined" => MemoryStatus.Quarantined,
        _ => throw RefusalException.Invalid("status must be active, superseded, forgotten or quarantined"),
    };
}
