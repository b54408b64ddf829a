using Locket.Server.Checks;
using Locket.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Locket.Server.Tests.Checks;

/// <summary>Each fault is planted in a clinic that is well but for it; the check that must see it says what mends it.</summary>
internal static class PlantedFault
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static Task FindsAsync(string check, string sentence, string mend, Action<Clinic>? plant = null, Func<Patient, Patient>? patient = null) =>
        PlantAsync(check, Health.Wrong, sentence, mend, plant, patient);

    public static Task WarnsAsync(string check, string sentence, string mend, Action<Clinic>? plant = null, Func<Patient, Patient>? patient = null) =>
        PlantAsync(check, Health.Warning, sentence, mend, plant, patient);

    public static async Task AssertAsync(Clinic clinic, string check, Health health, string sentence, string mend, Func<Patient, Patient>? change = null)
    {
        var well = await clinic.PatientAsync();
        var patient = change?.Invoke(well) ?? well;
        var found = CheckList.All.Single(one => one.Name == check).Look(patient).ToList();

        var fault = Assert.Single(found, finding => finding.Health != Health.Well);
        Assert.Equal(health, fault.Health);
        Assert.Contains(sentence, fault.Sentence, StringComparison.Ordinal);
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", fault.ToString(), StringComparison.Ordinal);
        Assert.All(CheckList.All, one => Assert.NotEmpty(one.Look(patient)));
    }

    public static void Sql(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Run(sql);
    }

    public static void Write(string path, string text)
    {
        File.WriteAllText(path, text);
        Mode(path, OwnerOnly);
    }

    public static void Mode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task PlantAsync(string check, Health health, string sentence, string mend, Action<Clinic>? plant, Func<Patient, Patient>? patient)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs file modes and links");
        await using var clinic = await Clinic.OpenAsync();
        plant?.Invoke(clinic);

        await AssertAsync(clinic, check, health, sentence, mend, patient);
    }
}
