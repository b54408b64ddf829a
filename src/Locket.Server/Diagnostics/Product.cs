using System.Reflection;

namespace Locket.Server.Diagnostics;

/// <summary>What this program is.</summary>
internal static class Product
{
    /// <summary>As built, without the commit: <c>0.1.0</c>, or <c>0.1.0-alpha.0.7</c> on the way there.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
