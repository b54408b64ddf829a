namespace Locket.Engine.Text;

/// <summary>Which code points show nothing, and beside which others they serve a purpose (Unicode 17.0: Default_Ignorable_Code_Point, Cf, Cc).</summary>
internal static class HiddenCodes
{
    public const int None = -1;
    public const int BlackFlag = 0x1F3F4;
    public const int EndOfTags = 0xE007F;
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;

    /// <summary>Has no shape of its own.</summary>
    public static bool IsHidden(int code) => code switch
    {
        '\t' or '\n' or '\r' or '\v' or '\f' or 0x85 => false,
        < ' ' => true,
        < 0x7F => false,
        <= 0x9F or 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 => true,
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0xFDD0 and <= 0xFDEF => true,
        >= 0xFE00 and <= 0xFE0F => true,
        >= 0xFFF0 and <= 0xFFFB => true,
        >= 0x1BCA0 and <= 0x1BCA3 => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => (code & 0xFFFE) == 0xFFFE,
    };

    /// <summary>Old line ends become line feeds, and the blank of Braille a space: both were seen as that.</summary>
    public static int ShownAs(int code) => code switch
    {
        '\v' or '\f' or 0x85 => '\n',
        0x2800 => ' ',
        _ => code,
    };

    /// <summary>One of the selectors by which Japanese tells written forms of one name apart.</summary>
    public static bool IsWrittenForm(int code) => code is >= 0xE0100 and <= 0xE010F;

    /// <summary>Whether a hidden one changes how its neighbours look: a joiner inside an emoji or a word, a selector after what has variants.</summary>
    public static bool Serves(int code, int before, int after) => code switch
    {
        NonJoiner => IsJoining(before) && IsJoining(after),
        Joiner => (IsJoining(before) && after is not (Joiner or NonJoiner)) || (IsEmojiPart(before) && IsPicture(after)),
        0xFE0E or 0xFE0F => IsPicture(before) || (before is '#' or '*' or (>= '0' and <= '9') && after == Keycap),
        0xFE00 => IsIdeograph(before) || before is (>= 0x2200 and <= 0x22FF) or (>= 0x2A00 and <= 0x2AFF) or (>= 0x1000 and <= 0x109F) or (>= 0xA840 and <= 0xA87F),
        0xFE01 or 0xFE02 => IsIdeograph(before),
        >= 0x180B and <= 0x180F => before is >= 0x1820 and <= 0x18AA,
        _ => IsWrittenForm(code) && IsIdeograph(before),
    };

    /// <summary>Scripts whose letters change shape with their neighbours: Arabic and its kin, those of India and of South East Asia, Mongolian.</summary>
    private static bool IsJoining(int code) => code is (>= 0x620 and <= 0x8FF) or (>= 0x900 and <= 0xDFF) or (>= 0x1000 and <= 0x109F)
        or (>= 0x1780 and <= 0x17D3) or (>= 0x1820 and <= 0x18AA) or (>= 0x1B00 and <= 0x1BFF) or (>= 0x1CD0 and <= 0x1CFF)
        or (>= 0xA8E0 and <= 0xA9DF) or (>= 0xFB50 and <= 0xFDCF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x11000 and <= 0x1171F);

    private static bool IsEmojiPart(int code) => IsPicture(code) || code == 0xFE0F;

    private static bool IsPicture(int code) => code is 0xA9 or 0xAE or 0x203C or 0x2049 or (>= 0x2100 and <= 0x27FF) or (>= 0x2900 and <= 0x2BFF)
        or 0x3030 or 0x303D or 0x3297 or 0x3299 or (>= 0x1F000 and <= 0x1FAFF);

    private static bool IsIdeograph(int code) => code is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);
}
