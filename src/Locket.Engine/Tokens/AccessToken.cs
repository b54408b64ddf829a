namespace Locket.Engine.Tokens;

/// <summary>Making and reading secrets.</summary>
public static class AccessToken
{
    /// <summary>43 base64url characters: 256 random bits.</summary>
    public static string NewSession() => throw new NotSupportedException();
}
