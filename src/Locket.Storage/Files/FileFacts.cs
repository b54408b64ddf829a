namespace Locket.Storage.Files;

/// <param name="Mode">Kind and permissions, see inode(7).</param>
/// <param name="Names">How many names (hard links) the file has.</param>
internal readonly record struct FileFacts(ushort Mode, uint Owner, uint Names, ulong Inode, ulong Device)
{
    private const int KindMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;
    private const int Link = 0xA000;

    public bool IsRegular => (Mode & KindMask) == Regular;

    public bool IsFolder => (Mode & KindMask) == Folder;

    public bool IsLink => (Mode & KindMask) == Link;

    /// <summary>True when the group or anybody else may do anything with it.</summary>
    public bool IsOpenToOthers => (Mode & 0x3F) != 0;

    public bool IsSameFile(FileFacts other) => Inode == other.Inode && Device == other.Device;
}
