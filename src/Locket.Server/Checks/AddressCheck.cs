namespace Locket.Server.Checks;

/// <summary>Whether the address that clients are told is one to which a token may go.</summary>
internal sealed class AddressCheck : ICheck
{
    private const string Url = "MCP_MEMORY_URL";

    public string Name => "address";

    public IEnumerable<Finding> Look(Patient patient)
    {
        if (patient.Variable(Url) is not { } said || string.IsNullOrWhiteSpace(said))
        {
            yield return Finding.Well("clients find the server by its data directory");
        }
        else if (!Uri.TryCreate(said.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "unix"))
        {
            yield return Finding.Wrong($"{Url} is not a whole address", $"set {Url} to one such as https://memory.example or unix:/path/of/locket.sock");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            yield return Finding.Wrong($"{Url} holds a user name, a query or a fragment, so clients refuse it", $"leave that out of {Url}; tokens go into MCP_MEMORY_TOKEN_FILE");
        }
        else if (address.Scheme == "http" && !address.IsLoopback)
        {
            yield return Finding.Wrong($"{Url} is plain http to another machine, where a token would travel in the clear, so clients refuse it", $"set {Url} to the https address of the server");
        }
        else
        {
            yield return Finding.Well($"clients go to {address.GetLeftPart(UriPartial.Path)}");
        }
    }
}
