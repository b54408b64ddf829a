using System.Globalization;
using Locket.Server.Embedding;
using Locket.Server.Hosting;
using Locket.Server.Settings;

namespace Locket.Server.Checks;

/// <summary>
/// Whether a model is named, answers, and has been through what was written. Who runs is asked; where nobody does, the files are looked at and an
/// address is asked for one text. A model that is away makes answers poorer and is a warning; files that keep a server from starting are wrong.
/// </summary>
internal sealed class EmbeddingCheck : ICheck
{
    private const string NoModel = "no model is named, and search goes by words";
    private const string Files = "put the file there, or correct that setting in the environment or in locket.json";
    private const string Mode = ": chmod ";

    // By how the sentences of the generators go on; each is planted in a test.
    private static readonly (string Words, string Mend)[] Mends =
    [
        ("refuses the key", "put a key that the endpoint takes into the file that LOCKET_EMBEDDING_KEY_FILE names, then start the server again"),
        ("knows no such model", "correct embedding-model or embedding-url, or get the model, such as with ollama pull"),
        ("cannot be asked", "start the program behind embedding-url, or correct embedding-url"),
        ("in time", "make room for the program behind embedding-url, or name a smaller model"),
        ("redirect", "set embedding-url to where the redirect leads, if that is yours"),
        ("dimensions", "set embedding-dimensions to what the model gives, or leave it out, then start the server again"),
        ("began with", "start the server again: it reads the files that are there now"),
        ("cannot be read", "put the file back where it was"),
    ];

    public string Name => "embedding";

    public IEnumerable<Finding> Look(Patient patient)
    {
        yield return patient switch
        {
            { Owner.Status: { } status } => OfServer(status.Embedding, patient.Settings),
            { Owner.Answers: true } => Finding.Well("not asked: what keeps a token from being let in has to be mended first"),
            { Settings: { } settings } => OfSettings(settings, patient.Embedding),
            _ => Finding.Well("not looked at: the settings have to be mended first"),
        };
    }

    private static Finding OfServer(EmbeddingView? model, LocketSettings? settings) => model switch
    {
        null when settings?.NamesModel == true => Finding.Warning(
            "the server that runs began without the model that is set now, and its search goes by words", "stop it and start it again: settings are read at the start"),
        null => Finding.Well(NoModel),
        { Problem: { } problem } => Away(model.Model, problem),
        { Dimensions: null } => Finding.Well($"{model.Model} has not been asked for anything yet"),
        _ => Finding.Well(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Model} answers with {model.Dimensions} dimensions and has been through {model.RowsDone} of {model.Rows} changes{(model.RowsDone < model.Rows ? "; the rest follows by itself" : "")}")),
    };

    private static Finding OfSettings(LocketSettings settings, ProbedModel? probed) => (settings.NamesModel, EmbeddingServices.ComplaintOf(settings), probed) switch
    {
        (false, _, _) => Finding.Well(NoModel),
        (_, { } complaint, _) => complaint.Contains(Mode, StringComparison.Ordinal) ? Finding.Wrong(complaint) : Finding.Wrong(complaint, Files),
        (_, _, { Problem: { } problem }) => Away(settings.EmbeddingModel!, problem),
        (_, _, { } found) => Finding.Well(string.Create(
            CultureInfo.InvariantCulture, $"{settings.EmbeddingModel} answers with {found.Dimensions} dimensions; how far it has been, the server tells when it runs")),
        _ => Finding.Well("the files of the model can be used; how far it has been, the server tells when it runs"),
    };

    private static Finding Away(string model, string problem) => Finding.Warning(
        $"questions are answered by words, and nothing is embedded by {model}: {problem}",
        Mends.FirstOrDefault(known => problem.Contains(known.Words, StringComparison.Ordinal)).Mend ?? "read what the log of the server says about embedding");
}
