namespace Locket.Chaos;

/// <summary>Lines that a suite counts: what held, what did not, what could not be tried.</summary>
internal sealed class Checks
{
    public int ExitCode { get; private set; }

    public void That(bool holds, string sentence, string? otherwise = null)
    {
        Console.WriteLine(holds ? $"  ok   {sentence}" : $"  FAIL {sentence}{(otherwise is null ? "" : ": " + otherwise)}");
        if (!holds)
        {
            ExitCode = 1;
        }
    }

    public static void Skip(string sentence) => Console.WriteLine($"  skip {sentence}");
}
