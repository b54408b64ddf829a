using Locket.Client;

namespace Locket.Server.Tests.Client;

/// <summary>Options of a client that sees only the environment that a test gives it.</summary>
internal static class Environments
{
    public static LocketClientOptions Empty { get; } = With();

    public static LocketClientOptions With(params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);

        return new LocketClientOptions { Environment = environment.GetValueOrDefault, Offline = null };
    }
}
