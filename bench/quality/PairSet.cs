using System.Text.Json;
using Locket.Client;
using Locket.Client.Contracts;

namespace Locket.Quality;

/// <summary>
/// A file of memories, each beside a question that it answers; all memories of the file share one space. The same question may stand
/// there in other forms.
/// </summary>
internal sealed class PairSet(string file)
{
    public const string Clean = "query";
    public const string Mistyped = "typo";

    private readonly List<JsonElement> _lines = [.. Lines.Of(file)];

    /// <param name="form">Which form of the questions is asked.</param>
    /// <returns>Ids of what was found for each question, best first.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RunAsync(LocketClient client, string form)
    {
        var space = Path.GetFileNameWithoutExtension(file) + "-" + form;
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in _lines)
        {
            var memory = await client.RememberAsync(space, new RememberRequest { Text = line.Text("text") });
            ids[memory.Value!.Id] = line.Text("id");
        }

        var found = new List<IReadOnlyList<string>>();
        foreach (var line in _lines)
        {
            var answer = await client.RecallAsync(space, new RecallRequest { Query = line.Text(form), Limit = FolderSet.Depth });
            found.Add([.. answer.Results.Select(hit => ids[hit.Memory.Id])]);
        }

        return found;
    }

    public IReadOnlyList<Answer> Score(IReadOnlyList<IReadOnlyList<string>> found) =>
        [.. _lines.Zip(found, (line, ids) => Answer.Of(ids, [line.Text("id")]))];
}
