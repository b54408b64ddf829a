using System.Security.Cryptography;
using Locket.Engine.Records;
using Locket.Engine.Text;

namespace Locket.Engine.Transfer;

/// <summary>
/// Idempotency keys that follow from what a line of a graph says: it is brought in once for as long as keys are kept, also when it was
/// ended since.
/// </summary>
internal static class TransferKeys
{
    private const int Bytes = 16;

    public static string Of(EntityContent entity) => Of(new Canonical("locket transfer entity").Add(entity.Name).Add(entity.Type).Add(entity.Copy ?? 1));

    public static string Of(RelationContent edge) => Of(new Canonical("locket transfer relation").Add(edge.From).Add(edge.Relation).Add(edge.To));

    private static string Of(Canonical line) => "import-" + Convert.ToHexStringLower(SHA256.HashData(line.ToBytes()).AsSpan(0, Bytes));
}
