using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>Memories with the time they are of, and questions that name a time, asked at a time that is given.</summary>
internal sealed class DateSet(string file)
{
    private const string Space = "dates";

    private readonly List<JsonElement> _memories = [.. Lines.Of(file).Where(line => line.TextOrNull("text") is not null)];
    private readonly List<JsonElement> _questions = [.. Lines.Of(file).Where(line => line.TextOrNull("query") is not null)];

    public int Questions => _questions.Count;

    public async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(LocketClient client)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in _memories)
        {
            var memory = await client.RememberAsync(Space, new RememberRequest { Text = line.Text("text"), OccurredAt = line.Time("at") });
            ids[memory.Value!.Id] = line.Text("id");
        }

        var found = new List<IReadOnlyList<string>>();
        foreach (var line in _questions)
        {
            var answer = await client.RecallAsync(Space, new RecallRequest { Query = line.Text("query"), Now = line.Time("now"), Limit = FolderSet.Depth });
            found.Add([.. answer.Results.Select(hit => ids[hit.Memory.Id])]);
        }

        return found;
    }

    public IReadOnlyList<(string Query, Answer Answer)> Score(IReadOnlyList<IReadOnlyList<string>> found) =>
        [.. _questions.Zip(found, (line, ids) => (line.Text("query"), Answer.Of(ids, line.Texts("gold"))))];
}
