using System.Globalization;
using Locket.Client.Contracts;
using Locket.Server.Peers;

namespace Locket.Server.Commands;

/// <summary>A space as a folder of Markdown: a note for each named thing, and notes for what is about nothing.</summary>
internal sealed class MarkdownExport(SpacePages pages, string space)
{
    private const int InOneNote = 500;
    private readonly NoteNames _names = new();

    /// <returns>How many memories stand in it.</returns>
    public async Task<long> WriteAsync(NewFolder folder, CancellationToken cancellationToken)
    {
        var memories = 0L;
        await foreach (var entity in pages.EntitiesAsync(cancellationToken))
        {
            memories += await WriteAsync(folder, entity, cancellationToken);
        }

        return memories + await WriteRestAsync(folder, cancellationToken);
    }

    private async Task<int> WriteAsync(NewFolder folder, EntityView entity, CancellationToken cancellationToken)
    {
        var note = new NoteText(entity.Name, entity.Type);

        // What is about several things stands with the first of them, so that it stands in the folder once.
        var about = entity.Memories == 0 ? [] : await pages.AboutAsync(entity.Name, cancellationToken);
        var own = about.Where(memory => memory.About![0] == entity.Name).ToArray();
        note.Date(own);
        foreach (var memory in own)
        {
            note.Add(memory);
        }

        await foreach (var edge in pages.RelationsAsync(entity.Name, cancellationToken))
        {
            if (edge.From == entity.Name)
            {
                note.Add(edge.Relation, edge.To);
            }
        }

        await folder.WriteAsync(_names.For(entity.Name), note.ToString(), cancellationToken);

        return own.Length;
    }

    private async Task<long> WriteRestAsync(NewFolder folder, CancellationToken cancellationToken)
    {
        var all = 0L;
        var (notes, count) = (1, 0);
        var note = new NoteText(Title(notes), type: null);
        await foreach (var memory in pages.AboutNothingAsync(cancellationToken))
        {
            note.Add(memory);
            count++;
            all++;
            if (count == InOneNote)
            {
                await folder.WriteAsync(_names.For(Title(notes)), note.ToString(), cancellationToken);
                notes++;
                count = 0;
                note = new NoteText(Title(notes), type: null);
            }
        }

        if (count > 0)
        {
            await folder.WriteAsync(_names.For(Title(notes)), note.ToString(), cancellationToken);
        }

        return all;
    }

    private string Title(int number) => string.Create(CultureInfo.InvariantCulture, $"Memories of {space} {number}");
}
