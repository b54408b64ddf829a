namespace Locket.Server.Gate;

/// <summary>What a client program calls itself: at most 64 printable ASCII characters, never trusted.</summary>
internal static class ClientName
{
    private const int MaxLength = 64;

    public static string? From(string? userAgent)
    {
        if (string.IsNullOrWhiteSpace(userAgent))
        {
            return null;
        }

        var name = string.Concat(userAgent.Where(letter => letter is >= ' ' and <= '~').Take(MaxLength)).Trim();

        return name.Length == 0 ? null : name;
    }
}
