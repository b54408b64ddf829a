namespace Locket.Engine.Records;

/// <summary>Kinds and tags that the engine itself gives to memories. Every other word is free.</summary>
public static class MemoryKinds
{
    /// <summary>Something observed of a named thing.</summary>
    public const string Observation = "observation";

    /// <summary>A file; its path is what it is about.</summary>
    public const string File = "file";

    /// <summary>What somebody wants done, from now on.</summary>
    public const string Instruction = "instruction";

    /// <summary>Begins a tag that tells the second and further things of one name apart, by their number.</summary>
    public const string CopyTag = "copy-";
}
