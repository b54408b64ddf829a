namespace Locket.Tests.Architecture.South;

/// <summary>The other half of the circle.</summary>
internal static class Shade
{
    public static string Dim(int times) => times == 0 ? North.Lamp.Burn() : "dark";
}
