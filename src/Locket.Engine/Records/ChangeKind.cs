namespace Locket.Engine.Records;

/// <summary>What a row of a space's log says. The numbers are written to disk and never reused.</summary>
public enum ChangeKind
{
    /// <summary>A new memory; carries its content.</summary>
    Remembered = 1,

    /// <summary>New content for an existing memory.</summary>
    Revised = 2,

    /// <summary>The memory is over; its content stays in the history until it is purged.</summary>
    Forgotten = 3,

    /// <summary>Back to the state before its last change; carries content when that brings older content back.</summary>
    Restored = 4,

    /// <summary>Another memory took its place.</summary>
    Superseded = 5,

    /// <summary>Held back from recall until somebody approves it.</summary>
    Quarantined = 6,

    /// <summary>Out of quarantine.</summary>
    Approved = 7,

    /// <summary>The content of this id is gone for ever; earlier rows keep only their headers.</summary>
    Purged = 8,

    /// <summary>A directed edge between two named things.</summary>
    Related = 20,

    /// <summary>The end of an edge.</summary>
    Unrelated = 21,

    /// <summary>A named thing got a type.</summary>
    Described = 30,
}

public static class ChangeKindNames
{
    public static string Name(this ChangeKind kind) => kind switch
    {
        ChangeKind.Remembered => "remembered",
        ChangeKind.Revised => "revised",
        ChangeKind.Forgotten => "forgotten",
        ChangeKind.Restored => "restored",
        ChangeKind.Superseded => "superseded",
        ChangeKind.Quarantined => "quarantined",
        ChangeKind.Approved => "approved",
        ChangeKind.Purged => "purged",
        ChangeKind.Related => "related",
        ChangeKind.Unrelated => "unrelated",
        ChangeKind.Described => "described",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
