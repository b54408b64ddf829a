using Locket.Server.Checks;
using Locket.Server.Settings;
using Locket.Server.Tests.Embedding;
using Locket.Server.Tests.Support;
using static Locket.Server.Tests.Checks.PlantedFault;

namespace Locket.Server.Tests.Checks;

/// <summary>What keeps memories from being embedded, with a server and without.</summary>
public sealed class EmbeddingFaultTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_that_answers_is_told_with_what_it_has_been_through()
    {
        await using var endpoint = await EmbeddingEndpoint.StartAsync();
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await ServeAsync(clinic, endpoint.Url);
        await UntilAsync(clinic, finding => finding.Contains("1 of 1", StringComparison.Ordinal));

        Assert.Equal($"things-1 answers with {endpoint.Dimensions} dimensions and has been through 1 of 1 changes", await SentenceAsync(clinic));
    }

    [Fact]
    public async Task A_running_server_whose_model_is_away()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await ServeAsync(clinic, "http://127.0.0.1:9/v1");
        await UntilAsync(clinic, finding => finding.Contains("cannot be asked", StringComparison.Ordinal));

        await AssertAsync(clinic, "embedding", Health.Warning, "nothing is embedded by things-1: the embedding endpoint cannot be asked", "start the program behind embedding-url");
    }

    [Fact]
    public async Task A_running_server_that_began_without_the_model_that_is_set_now()
    {
        await using var clinic = await Clinic.OpenAsync();
        await using var server = await LocketProcess.ServeAsync(clinic.Data);

        await AssertAsync(clinic, "embedding", Health.Warning, "began without the model", "start it again", WithUrl("http://127.0.0.1:9/v1"));
    }

    [Fact]
    public async Task An_address_where_nobody_answers_is_found_without_a_server_as_well()
    {
        await using var clinic = await Clinic.OpenAsync();
        var settings = Settings(clinic, "http://127.0.0.1:9/v1");
        var probed = await ProbedModel.AskAsync(settings, Cancelled);

        await AssertAsync(clinic, "embedding", Health.Warning, "cannot be asked", "start the program", patient => patient with { Settings = settings, Embedding = probed });
    }

    [Theory]
    [InlineData(401, "refuses the key", "LOCKET_EMBEDDING_KEY_FILE")]
    [InlineData(404, "knows no such model", "correct embedding-model")]
    [InlineData(302, "redirect", "where the redirect leads")]
    [InlineData(503, "status 503", "the log of the server")]
    public async Task Each_answer_of_an_endpoint_has_its_own_mend(int status, string sentence, string mend)
    {
        await using var endpoint = await EmbeddingEndpoint.StartAsync();
        endpoint.StatusOf = _ => status;
        await using var clinic = await Clinic.OpenAsync();
        var settings = Settings(clinic, endpoint.Url);
        var probed = await ProbedModel.AskAsync(settings, Cancelled);

        await AssertAsync(clinic, "embedding", Health.Warning, sentence, mend, patient => patient with { Settings = settings, Embedding = probed });
    }

    [Fact]
    public async Task Other_dimensions_than_are_set()
    {
        await using var endpoint = await EmbeddingEndpoint.StartAsync();
        await using var clinic = await Clinic.OpenAsync();
        var settings = Settings(clinic, endpoint.Url) with { EmbeddingDimensions = 4_000 };
        var probed = await ProbedModel.AskAsync(settings, Cancelled);

        await AssertAsync(
            clinic, "embedding", Health.Warning, "where 4000 are set", "set embedding-dimensions", patient => patient with { Settings = settings, Embedding = probed });
    }

    [Fact]
    public Task A_file_of_word_vectors_that_is_not_there() =>
        FindsAsync("embedding", "that is not there", "put the file there", patient: well => well with { Settings = new LocketSettings { Data = "/data", EmbeddingWords = "/nowhere/words.txt" } });

    [Fact]
    public Task A_file_that_is_no_word_vectors() =>
        FindsAsync(
            "embedding",
            "line 1 is not",
            "correct that setting",
            clinic => Write(Path.Combine(clinic.Home, "words.txt"), "no vectors\n"),
            well => well with { Settings = new LocketSettings { Data = well.Directory.Path, EmbeddingWords = Path.Combine(well.Places.Home, "words.txt") } });

    private static Func<Patient, Patient> WithUrl(string url) => patient => patient with { Settings = Of(patient.Directory.Path, url) };

    private static LocketSettings Settings(Clinic clinic, string url) => Of(clinic.Data, url);

    private static LocketSettings Of(string data, string url) => new() { Data = data, EmbeddingUrl = new Uri(url), EmbeddingModel = "things-1" };

    private static Task<TestLocket> ServeAsync(Clinic clinic, string url) =>
        TestLocket.StartAsync(settings => settings with { EmbeddingUrl = new Uri(url), EmbeddingModel = "things-1" }, data: clinic.Data);

    private static async Task<string> SentenceAsync(Clinic clinic) => Assert.Single(new EmbeddingCheck().Look(await clinic.PatientAsync())).Sentence;

    private static async Task UntilAsync(Clinic clinic, Func<string, bool> isAsWanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isAsWanted(await SentenceAsync(clinic)))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }
}
