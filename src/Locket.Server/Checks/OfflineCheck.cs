using System.Globalization;
using Locket.Client;
using Locket.Client.Offline;
using Locket.Storage;

namespace Locket.Server.Checks;

/// <summary>
/// The files of this user's clients: who may read them, whether they open, and what waits in the outbox. No text of a memory is shown.
/// </summary>
internal sealed class OfflineCheck : ICheck
{
    public string Name => "offline";

    public IEnumerable<Finding> Look(Patient patient)
    {
        var home = OfflineHome.Find(new OfflineOptions(), patient.Variable);
        var complaints = Path.Exists(home.Folder) ? StorageServices.InspectPrivate(Real(home.Folder), Vault.FilesIn(home.Folder)) : [];

        return [.. complaints.Select(Finding.Wrong), .. Contents(home)];
    }

    private static List<Finding> Contents(OfflineHome home)
    {
        VaultGlance? glance;
        try
        {
            glance = home.Look();
        }
        catch (VaultException unusable)
        {
            return [Finding.Wrong(unusable.Message)];
        }

        if (glance is not { } found)
        {
            return [Finding.Well($"no client keeps anything in {home.Folder}")];
        }

        var parked = found.Outbox.Where(call => call.IsParked).GroupBy(call => call.ParkedCode!).OrderBy(group => group.Key, StringComparer.Ordinal);
        List<Finding> findings = [.. Waiting([.. found.Outbox.Where(call => !call.IsParked)]), .. parked.Select(group => Parked(group.Key, [.. group]))];
        if (found.Conflicts > 0)
        {
            findings.Add(Finding.Warning(
                $"{Count(found.Conflicts, "write")} met a memory that had moved on, and did not become current",
                "locket outbox list shows each, and locket outbox settle KEY takes it off the list"));
        }

        return findings.Count > 0 ? findings : [Finding.Well($"the offline copy in {home.Folder} opens, and nothing waits in its outbox")];
    }

    private static IEnumerable<Finding> Waiting(List<QueuedCall> calls)
    {
        if (calls.Count > 0)
        {
            yield return Finding.Warning(
                $"{Count(calls.Count, "write")} {Wait(calls.Count)} for the server, {Since(calls)}",
                "start that server, and locket outbox send --url ADDRESS; the next call that reaches it sends them too");
        }
    }

    private static Finding Parked(string code, List<QueuedCall> calls) => Finding.Wrong(
        $"{Count(calls.Count, "write")} in the outbox will not go out by {(calls.Count == 1 ? "itself" : "themselves")}, {Since(calls)} ({code}: {calls[0].ParkedReason})",
        "locket outbox list shows each; then locket outbox retry KEY, or locket outbox discard KEY");

    private static string Since(List<QueuedCall> calls)
    {
        var oldest = calls.Min(call => call.At).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        return calls.Count == 1 ? "since " + oldest : "the oldest since " + oldest;
    }

    private static string Count(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    private static string Wait(int number) => number == 1 ? "waits" : "wait";

    // A client follows a link to its folder, so the folder behind it is the one to look at.
    private static string Real(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder : folder;
}
