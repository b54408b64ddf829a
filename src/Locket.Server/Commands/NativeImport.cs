using System.Globalization;
using Locket.Client.Contracts;

namespace Locket.Server.Commands;

/// <summary>An import of our own lines, which go to the server as they are.</summary>
internal sealed class NativeImport(IImportTarget target, ImportInput input, Terminal terminal, Progress progress)
{
    public async Task<ImportReport> RunAsync(bool isDry, CancellationToken cancellationToken)
    {
        var (imported, existing, failed) = (0, 0, 0);
        var (entities, relations, known) = (0, 0, 0);
        var errors = new List<string>();
        foreach (var file in input.Source.Files)
        {
            await using var lines = file.Open();
            await foreach (var batch in LineBatches.ReadAsync(lines, cancellationToken))
            {
                var part = await StoreAsync(batch, cancellationToken);
                var told = part.Errors.Select(error => LineBatches.Renumber(error, batch.FirstLine)).ToArray();
                foreach (var error in told)
                {
                    terminal.Say(error);
                }

                if (part.Failed > told.Length)
                {
                    terminal.Say(string.Create(
                        CultureInfo.InvariantCulture,
                        $"lines {batch.FirstLine} to {batch.LastLine}: {part.Failed - told.Length} more were refused"));
                }

                (imported, existing, failed) = (imported + part.Imported, existing + part.Existing, failed + part.Failed);
                (entities, relations, known) = (entities + (part.Entities ?? 0), relations + (part.Relations ?? 0), known + (part.Known ?? 0));
                errors.AddRange(told.Take(ImportReport.MostErrors - errors.Count));
                progress.Report(batch.End, (long)imported + existing);
            }
        }

        return new ImportReport(imported, existing, failed, errors, input.Format, entities, relations, 0, isDry, known);
    }

    private async Task<ImportView> StoreAsync(LineBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Refusal is { } refusal)
        {
            return new ImportView(0, 0, 1, [refusal]);
        }

        using var lines = new MemoryStream(batch.Utf8, writable: false);

        return await target.StoreAsync(lines, cancellationToken);
    }
}
