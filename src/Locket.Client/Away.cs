using Locket.Client.Offline;
using Locket.Engine.Refusals;

namespace Locket.Client;

/// <summary>What an exception means for a client that can do without its server for a while.</summary>
internal static class Away
{
    private static readonly int[] Gateways = [502, 503, 504];

    /// <summary>
    /// Whether the server did not answer, or cannot now. A 401 or a 403 is an answer, and no reason to answer from elsewhere.
    /// </summary>
    public static bool IsAway(Exception failure) =>
        failure is LocketUnreachableException || (failure is LocketRefusedException refused && Gateways.Contains(refused.Status));

    /// <summary>Whether the same request may succeed later without anybody doing anything.</summary>
    public static bool WillHeal(int status) => status is < 400 or 408 or 425 or 429 or >= 500;

    /// <summary>Whether the space is lost to this client: erased, or not granted any more.</summary>
    public static bool IsLost(LocketRefusedException refused) => refused.Status is 403 or 410;

    /// <summary>What the server would answer, said by the same rules without it.</summary>
    public static LocketRefusedException Said(RefusalException refusal)
    {
        var status = refusal.Code switch
        {
            RefusalCode.Invalid => 400,
            RefusalCode.Forbidden or RefusalCode.BelowTrust => 403,
            RefusalCode.NotFound => 404,
            RefusalCode.VersionConflict or RefusalCode.IdempotencyConflict or RefusalCode.Conflict => 409,
            RefusalCode.TooLarge => 413,
            RefusalCode.Sensitive => 422,
            RefusalCode.QuotaExceeded => 429,
            RefusalCode.StorageFull => 507,
            _ => 503,
        };

        return new LocketRefusedException(status, refusal.WireCode, refusal.Message, refusal.RetryAfter);
    }

    /// <summary>Runs what works on the local files, and says in the client's own words what fails there.</summary>
    public static T Locally<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (VaultException failed)
        {
            throw new LocketDiskException(failed.Message, failed);
        }
        catch (NotKnownException unknown)
        {
            throw new LocketUnreachableException(unknown.Message, unknown);
        }
        catch (RefusalException refusal)
        {
            throw Said(refusal);
        }
    }
}
