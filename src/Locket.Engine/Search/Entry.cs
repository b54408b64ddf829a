using Locket.Engine.Records;
using Locket.Engine.Security;

namespace Locket.Engine.Search;

/// <summary>What the index keeps of one memory: the fold of its changes, as <see cref="MemoryFold"/> has it, made small.</summary>
internal sealed class Entry
{
    /// <summary>Longer texts are not kept, only found by their words.</summary>
    public const int MaxTextBytes = 2048;

    private const int OverheadBytes = 346;

    public required MemoryId Id { get; init; }

    /// <summary>Place in the index; ascends with <see cref="Sequence"/>.</summary>
    public required int Number { get; init; }

    public required long Sequence { get; init; }

    public required long CreatedTicks { get; init; }

    public int Version { get; set; }

    public MemoryStatus Status { get; set; }

    public MemoryId? ReplacedBy { get; set; }

    public string Kind { get; set; } = "";

    public string[] Tags { get; set; } = [];

    public string[] About { get; set; } = [];

    public string? Author { get; set; }

    public string? Session { get; set; }

    /// <summary>UTC ticks; 0 for none, here and below.</summary>
    public long OccurredTicks { get; set; }

    public long ValidUntilTicks { get; set; }

    public long ExpiresTicks { get; set; }

    public Trust Trust { get; set; }

    /// <summary>UTF-8; null when longer than <see cref="MaxTextBytes"/>. In an index that was loaded all texts lie in one array, as do all words.</summary>
    public ReadOnlyMemory<byte>? Text { get; set; }

    /// <summary>Of the whole text, long ones too: see <see cref="Engine.Text.TextHash"/>.</summary>
    public long TextMark { get; set; }

    /// <summary>The distinct words it is found by, stop words left out.</summary>
    public ReadOnlyMemory<int> Words { get; set; }

    /// <summary>Names in <see cref="NameBook"/>: of the author, or -1; of what it is about.</summary>
    public int AuthorName { get; set; } = NameBook.None;

    public int[] AboutNames { get; set; } = [];

    public int SessionNumber { get; set; } = Conversations.None;

    /// <summary>Number of terms in half units: 2 for each of the text, 1 for each beside it.</summary>
    public int Length { get; set; }

    /// <summary>Of its text.</summary>
    public Language Language { get; set; }

    public bool IsQuestion { get; set; }

    public bool TellsTime { get; set; }

    /// <summary>When it was true or said, else when it was written.</summary>
    public long Ticks => OccurredTicks != 0 ? OccurredTicks : CreatedTicks;

    public long Bytes => OverheadBytes + (Text?.Length ?? 0) + (Words.Length * sizeof(int)) + (8 * (Tags.Length + About.Length));

    public bool HasEnded(long now) => ValidUntilTicks != 0 && ValidUntilTicks <= now;

    public bool HasExpired(long now) => ExpiresTicks != 0 && ExpiresTicks <= now;
}
