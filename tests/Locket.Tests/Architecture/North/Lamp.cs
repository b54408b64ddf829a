namespace Locket.Tests.Architecture.North;

/// <summary>One half of a circle, for the test that finds it.</summary>
internal static class Lamp
{
    public const string Oil = "oil";

    public static string Shine() => South.Shade.Dim(Oil.Length);

    public static string Burn() => Oil;
}
