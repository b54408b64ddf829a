using System.Diagnostics.CodeAnalysis;

namespace Locket.Engine.Records;

/// <summary>A UUIDv7 (RFC 9562): an id of a later millisecond sorts later; within one, chance decides. Written as 32 hexadecimal digits.</summary>
public readonly record struct MemoryId(Guid Value) : IParsable<MemoryId>
{
    public static MemoryId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static MemoryId Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MemoryId result)
    {
        var ok = Guid.TryParse(s, provider, out var value);
        result = new MemoryId(value);
        return ok;
    }

    public override string ToString() => Value.ToString("n");
}
