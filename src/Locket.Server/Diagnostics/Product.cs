using System.Reflection;

namespace Locket.Server.Diagnostics;

/// <summary>What this program is.</summary>
internal static class Product
{
    /// <summary>As built, without the commit: <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
