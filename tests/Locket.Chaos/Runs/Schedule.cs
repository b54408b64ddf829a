using System.Globalization;

namespace Locket.Chaos.Runs;

/// <summary>What can break around a client.</summary>
internal enum FaultKind
{
    /// <summary>The server has done it and its answer is lost.</summary>
    CutReply,

    /// <summary>All connections are reset.</summary>
    Reset,

    /// <summary>Connections stay open and nothing comes through.</summary>
    HalfOpen,

    /// <summary>The program that writes is killed and started anew.</summary>
    KillClient,

    /// <summary>The server is killed and started anew, with a new session token and on another port.</summary>
    KillServer,

    /// <summary>The disk on which the client keeps what waits is full.</summary>
    DiskFull,
}

/// <param name="At">Milliseconds after the program reported its first write.</param>
/// <param name="For">How long it lasts, in milliseconds.</param>
/// <param name="IsLost">Of a half-open connection: what was held is never delivered, instead of late.</param>
internal sealed record Fault(int At, FaultKind Kind, int For, bool IsLost)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At,5} ms  {Kind}{(For > 0 ? $" for {For} ms" : "")}{(IsLost ? ", what was held is lost" : "")}");
}

/// <summary>Everything about one run that is left to chance, drawn from one number.</summary>
/// <param name="Seed">The number.</param>
/// <param name="Conversations">Written at the same time, each in its own order.</param>
/// <param name="Messages">Of each conversation.</param>
/// <param name="Pause">The most that a conversation waits between two of them, in milliseconds.</param>
/// <param name="HasOwnKeys">Whether the program makes the idempotency keys and, started anew, says again what it has no report of.</param>
internal sealed record Schedule(ulong Seed, int Conversations, int Messages, int Pause, bool HasOwnKeys, IReadOnlyList<Fault> Faults)
{
    private const int Span = 900;

    public static Schedule Of(ulong seed)
    {
        var dice = new Dice(seed);
        var conversations = dice.Between(2, 4);
        var messages = dice.Between(30, 60);
        var pause = dice.Between(4, 24);
        var hasOwnKeys = dice.Roll(2) == 0;
        var kinds = Enum.GetValues<FaultKind>();
        var faults = Enumerable.Range(0, dice.Between(3, 7))
            .Select(_ => OfKind(kinds[dice.Roll(kinds.Length)], dice))
            .OrderBy(fault => fault.At)
            .ToList();

        return new(seed, conversations, messages, pause, hasOwnKeys, faults);
    }

    public static int Print(ulong seed)
    {
        Console.WriteLine(Of(seed));

        return 0;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Conversations} conversations of {Messages}, {(HasOwnKeys ? "keys of the program" : "keys of the library")}, up to {Pause} ms apart\n  {string.Join("\n  ", Faults)}");

    private static Fault OfKind(FaultKind kind, Dice dice)
    {
        var at = dice.Roll(Span);

        return kind switch
        {
            FaultKind.CutReply => new(at, kind, 0, false),
            FaultKind.Reset => new(at, kind, dice.Roll(2) * dice.Roll(150), false),
            FaultKind.HalfOpen => new(at, kind, dice.Between(50, 700), dice.Roll(2) == 0),
            FaultKind.KillClient => new(at, kind, 0, false),
            FaultKind.KillServer => new(at, kind, dice.Roll(200), false),
            _ => new(at, kind, dice.Between(100, 500), false),
        };
    }
}
