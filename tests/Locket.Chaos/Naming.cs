using System.Globalization;

namespace Locket.Chaos;

/// <summary>How a message is told from all others, by the program that writes it and by whoever counts afterwards.</summary>
internal static class Naming
{
    public const string Space = "chaos";

    public static string Session(int conversation) => $"conversation-{conversation}";

    public static string Text(int conversation, int number) => string.Create(CultureInfo.InvariantCulture, $"{number} is what was said in conversation {conversation}");

    public static int NumberIn(string text) => int.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture);

    public static string Key(ulong seed, int conversation, int number) => string.Create(CultureInfo.InvariantCulture, $"chaos-{seed}-{conversation}-{number}");
}
