namespace Locket.Client;

/// <summary>The token to present, and whether the file it came from may hold another one by now.</summary>
/// <param name="Token">Never printed.</param>
/// <param name="IsFromFile">Whether to read it again on a 401.</param>
/// <param name="IsOfFolder">Whether it is the session token of a data directory, which is for a server of this user only.</param>
internal sealed record Credentials(string Token, bool IsFromFile, bool IsOfFolder = false)
{
    private const int MaxLength = 512;
    private const string WhereTokensComeFrom =
        "name a file that only you can read and that holds one (--token-file, or MCP_MEMORY_TOKEN_FILE), or set MCP_MEMORY_TOKEN; locket token create makes one at the server";

    /// <exception cref="LocketUnauthorizedException">There is none for this address, or its file is not private.</exception>
    public static Credentials Find(LocketClientOptions options, ServerAddress address, DataFolder folder)
    {
        if (DataFolder.Said(options.Token) is { } token)
        {
            return Checked(token, "the token", isFromFile: false);
        }

        if (DataFolder.Said(options.TokenFile) is { } file)
        {
            return FromFile(file);
        }

        if (Filled(options, "MCP_MEMORY_TOKEN") is { } variable)
        {
            return Checked(variable, "MCP_MEMORY_TOKEN", isFromFile: false);
        }

        if (Filled(options, "MCP_MEMORY_TOKEN_FILE") is { } named)
        {
            return FromFile(named);
        }

        return address.IsLocal
            ? OfFolder(folder, options, address)
            : throw new LocketUnauthorizedException($"no token for {address}: {WhereTokensComeFrom}");
    }

    public override string ToString() => $"Credentials {{ IsFromFile = {IsFromFile} }}";

    private static Credentials OfFolder(DataFolder folder, LocketClientOptions options, ServerAddress address)
    {
        var file = PrivateFile.Read(folder.TokenFile);
        if (file.Complaint is { } complaint)
        {
            throw new LocketUnauthorizedException(complaint);
        }

        return file.Text is { Length: > 0 } token
            ? Checked(token, folder.TokenFile, isFromFile: true) with { IsOfFolder = true }
            : throw new LocketUnreachableException(
                $"no server runs on {folder.Path}: there is no {Path.GetFileName(folder.TokenFile)} " +
                (options.Address is null ? "(start one with: locket serve)" : $"to present to {address}; for a server elsewhere, {WhereTokensComeFrom}"));
    }

    private static Credentials FromFile(string path)
    {
        var file = PrivateFile.Read(path);
        if (file.Complaint is { } complaint)
        {
            throw new LocketUnauthorizedException(complaint);
        }

        return file.Text is { Length: > 0 } token
            ? Checked(token, path, isFromFile: true)
            : throw new LocketUnauthorizedException($"there is no token in {path}");
    }

    private static Credentials Checked(string token, string saidBy, bool isFromFile) =>
        token.Length <= MaxLength && token.All(letter => letter is > ' ' and <= '~')
            ? new(token, isFromFile)
            : throw new LocketUnauthorizedException($"{saidBy} is not a token: it has at most {MaxLength} printable ASCII characters and no spaces");

    // A blank token is one that somebody forgot to fill in: going on to the owner's would mean more rights, not fewer.
    private static string? Filled(LocketClientOptions options, string variable) => options.Environment(variable) switch
    {
        null => null,
        var value when string.IsNullOrWhiteSpace(value) =>
            throw new LocketUnauthorizedException($"{variable} is set but empty: fill it in, or unset it"),
        var value => value.Trim(),
    };
}
