using System.Text.Json.Serialization;

namespace Locket.Server.Commands;

/// <summary>What came of an import. Printed with <c>--json</c>.</summary>
/// <param name="Imported">New memories.</param>
/// <param name="Existing">Memories that were there already.</param>
/// <param name="Failed">Lines, records and memories that were refused or could not be read.</param>
/// <param name="Errors">The first of those, a sentence each, with file and place.</param>
/// <param name="Format">What it was read as.</param>
/// <param name="Entities">Named things whose type was not known.</param>
/// <param name="Relations">New edges.</param>
/// <param name="Revised">Memories that say something else in the export than when they were imported, and were revised.</param>
/// <param name="DryRun">True when nothing was stored.</param>
/// <param name="Known">Named things and edges that were known and left as they stand.</param>
internal sealed record ImportReport(
    int Imported, int Existing, int Failed, IReadOnlyList<string> Errors, string Format, int Entities, int Relations, int Revised, bool DryRun, int Known)
{
    public const int MostErrors = 1_000;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ImportReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
