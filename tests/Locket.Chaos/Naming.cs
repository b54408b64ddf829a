using System.Globalization;

namespace Locket.Chaos;

/// <summary>How a message is told from all others, by the program that writes it and by whoever counts afterwards.</summary>
internal static class Naming
{
    public const string Space = "chaos";

    /// <summary>
    /// Every message has expired when it is written. The server takes two current memories that say the same for one; of expired ones
    /// it does not, so that what was done twice is there twice, and only the key prevents it.
    /// </summary>
    public static readonly DateTimeOffset Expired = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string Session(int conversation) => $"conversation-{conversation}";

    public static string Text(int conversation, int number) => string.Create(CultureInfo.InvariantCulture, $"{number} is what was said in conversation {conversation}");

    public static int NumberIn(string text) => int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);

    public static string Key(ulong seed, int conversation, int number) => string.Create(CultureInfo.InvariantCulture, $"chaos-{seed}-{conversation}-{number}");
}
