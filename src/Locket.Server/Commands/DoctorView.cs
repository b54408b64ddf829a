using System.Text.Json.Serialization;

namespace Locket.Server.Commands;

/// <summary>What the doctor found.</summary>
/// <param name="Healthy">Whether nothing is wrong; there may be warnings.</param>
/// <param name="Data">The data directory.</param>
/// <param name="Findings">At least one of each check.</param>
internal sealed record DoctorView(bool Healthy, string Data, IReadOnlyList<CheckedView> Findings);

/// <param name="Check">One word.</param>
/// <param name="Health"><c>well</c>, <c>warning</c> or <c>wrong</c>.</param>
/// <param name="Sentence">What is so.</param>
/// <param name="Mend">What mends it.</param>
internal sealed record CheckedView(string Check, string Health, string Sentence, string? Mend);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorView))]
internal sealed partial class DoctorJson : JsonSerializerContext;
