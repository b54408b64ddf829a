using System.Security.Cryptography;
using System.Text;

namespace Locket.Engine.Sealing;

/// <summary>Keys of the server itself, derived by HKDF (RFC 5869) from its one random secret, each under its own label.</summary>
public sealed record ServerKeys(byte[] AuditSeal, byte[] AuditBody, byte[] SpaceNames, byte[] SpaceNameBody, byte[] Tokens, byte[] Snapshots, byte[] Cursors, byte[] Redactions)
{
    internal static ServerKeys From(byte[] master)
    {
        byte[] Derive(string label) =>
            HKDF.Expand(HashAlgorithmName.SHA256, master, Keyring.KeyLength, Encoding.UTF8.GetBytes("locket server " + label));

        return new ServerKeys(
            Derive("audit seal"), Derive("audit body"), Derive("space name mac"), Derive("space name body"), Derive("tokens"), Derive("snapshots"), Derive("cursors"),
            Derive("redactions"));
    }
}
