using Locket.Engine.Vectors;
using Locket.Server.Embedding;
using Locket.Server.Settings;

namespace Locket.Server.Tests.Embedding;

/// <summary>A model that runs in the process of the server.</summary>
public sealed class OnnxTests : EmbeddingTest
{
    private const string Car = "Ada parked her car behind the bakery";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_no_word_finds_is_found_by_a_model_in_a_file(bool isPooled)
    {
        await ServeAsync(With(TinyModel.Write(Folder(), isPooled)), model: null);
        await RememberAsync(Car);
        await RememberAsync("The library closes at eight");
        await EmbeddedAsync();

        var answer = await RecallAsync("Where is the automobile?");

        Assert.Equal(Car, Texts(answer).First());
        Assert.Null(Note(answer));
        Assert.Equal(8, (await Client.GetAsync("/v1/status")).Json.GetProperty("embedding").GetProperty("dimensions").GetInt32());
        Assert.Empty(Endpoint.Calls);
    }

    [Fact]
    public async Task Another_file_of_the_same_name_is_another_model()
    {
        var model = TinyModel.Write(Folder());
        await ServeAsync(With(model), model: null);
        await RememberAsync(Car);
        await EmbeddedAsync();
        var before = AnyVector();
        await StopAsync();
        TinyModel.Write(Path.GetDirectoryName(model)!, scale: 2);
        await ServeAsync(With(model), model: null);
        await EmbeddedAsync();

        Assert.Equal(1, VectorCount());
        Assert.NotEqual(before, AnyVector());
        Assert.Equal([Car], Texts(await RecallAsync("automobile")));
    }

    [Theory]
    [InlineData("no model at all")]
    [InlineData("")]
    public async Task A_file_that_is_no_model_is_a_reason_not_to_start(string content)
    {
        var model = TinyModel.Write(Folder());
        await File.WriteAllTextAsync(model, content, Now);

        var refused = await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With(model), model: null));
        Assert.Equal($"embedding-onnx cannot be used: {model} is no whole model in ONNX", refused.Message);
    }

    [Fact]
    public async Task Half_a_model_is_a_reason_not_to_start()
    {
        var model = TinyModel.Write(Folder());
        var whole = await File.ReadAllBytesAsync(model, Now);
        await File.WriteAllBytesAsync(model, whole[..(whole.Length / 2)], Now);

        Assert.EndsWith("is no whole model in ONNX", (await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With(model), model: null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_words_that_is_none_is_a_reason_not_to_start()
    {
        var model = TinyModel.Write(Folder());
        await File.WriteAllTextAsync(OnnxFiles.VocabularyOf(model), "car\nhouse\n", Now);

        Assert.EndsWith("it has no line [UNK]", (await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With(model), model: null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_library_does_not_take_leaves_the_words_and_says_so()
    {
        var model = TinyModel.Write(Folder());

        // A graph of no bytes: the form of a model, and nothing in it.
        await File.WriteAllBytesAsync(model, [7 << 3 | 2, 0], Now);
        await ServeAsync(With(model), model: null);
        await RememberAsync("plain words");

        var answer = await RecallAsync("plain words");

        Assert.Equal(["plain words"], Texts(answer));
        Assert.Equal("words_only: the embedding model does not answer", Note(answer));
        Assert.Contains("cannot be used", await LogAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_that_were_exchanged_since_the_start_are_not_loaded_and_those_that_come_back_are(bool isTheVocabulary)
    {
        var model = TinyModel.Write(Folder());
        using var generator = new OnnxEmbeddingGenerator(model, TinyModel.Runtime, OnnxFiles.NameOf(model));
        var exchanged = isTheVocabulary ? OnnxFiles.VocabularyOf(model) : model;
        var bytes = await File.ReadAllBytesAsync(exchanged, Now);
        await File.WriteAllBytesAsync(exchanged, [.. bytes, (byte)'\n'], Now);

        var refused = await Assert.ThrowsAsync<EmbedderException>(() => generator.GenerateAsync(["car"], cancellationToken: Now));
        Assert.Contains("not those that the server began with", refused.Message, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(exchanged, bytes, Now);
        Assert.Equal(8, (await generator.GenerateAsync(["car"], cancellationToken: Now))[0].Vector.Length);
    }

    [Fact]
    public async Task A_model_that_is_closed_while_it_runs_finishes_what_it_began()
    {
        var model = TinyModel.Write(Folder());
        using var generator = new OnnxEmbeddingGenerator(model, TinyModel.Runtime, OnnxFiles.NameOf(model));

        var embedded = await generator.GenerateAsync(Closing(generator), cancellationToken: Now);

        Assert.Equal([8, 8], embedded.Select(embedding => embedding.Vector.Length));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["car"], cancellationToken: Now));

        static IEnumerable<string> Closing(OnnxEmbeddingGenerator generator)
        {
            yield return "car";
            generator.Dispose();
            yield return "house";
        }
    }

    [Fact]
    public async Task Files_that_are_not_there_are_a_reason_not_to_start()
    {
        var model = TinyModel.Write(Folder());
        File.Delete(Path.Combine(Path.GetDirectoryName(model)!, "vocab.txt"));

        Assert.Contains("vocab.txt", (await Assert.ThrowsAsync<SettingsException>(() => ServeAsync(With(model), model: null))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_others_may_write_is_not_loaded()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no modes there.");
            return;
        }

        var model = TinyModel.Write(Folder());
        var library = Path.Combine(Path.GetDirectoryName(model)!, "libonnxruntime.so");
        await File.WriteAllTextAsync(library, "", Now);
        File.SetUnixFileMode(library, UnixFileMode.UserRead | UnixFileMode.OtherWrite);

        var refused = await Assert.ThrowsAsync<SettingsException>(
            () => ServeAsync(settings => settings with { EmbeddingOnnx = model, EmbeddingOnnxRuntime = library }, model: null));
        Assert.Contains("chmod go-w", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_in_a_folder_that_others_may_write_is_not_loaded_through_a_link_either()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no modes there.");
            return;
        }

        var model = TinyModel.Write(Folder());
        var open = Directory.CreateDirectory(Path.Combine(Data, "open"));
        var library = Path.Combine(open.FullName, "libonnxruntime.so");
        await File.WriteAllTextAsync(library, "", Now);
        File.SetUnixFileMode(open.FullName, open.UnixFileMode | UnixFileMode.OtherWrite);
        var link = Path.Combine(Path.GetDirectoryName(model)!, "libonnxruntime.so");
        File.CreateSymbolicLink(link, library);

        var refused = await Assert.ThrowsAsync<SettingsException>(
            () => ServeAsync(settings => settings with { EmbeddingOnnx = model, EmbeddingOnnxRuntime = link }, model: null));
        Assert.EndsWith($"chmod go-w {open.FullName}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_others_may_write_since_the_start_is_not_loaded()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Files have no modes there.");
            return;
        }

        var model = TinyModel.Write(Folder());
        var library = Path.Combine(Path.GetDirectoryName(model)!, "libonnxruntime.so");
        await File.WriteAllTextAsync(library, "", Now);
        using var generator = new OnnxEmbeddingGenerator(model, library, OnnxFiles.NameOf(model));
        File.SetUnixFileMode(library, UnixFileMode.UserRead | UnixFileMode.GroupWrite);

        var refused = await Assert.ThrowsAsync<EmbedderException>(() => generator.GenerateAsync(["car"], cancellationToken: Now));
        Assert.EndsWith($"chmod go-w {library}", refused.Message, StringComparison.Ordinal);
    }

    private static Func<LocketSettings, LocketSettings> With(string model) =>
        settings => settings with { EmbeddingOnnx = model, EmbeddingOnnxRuntime = TinyModel.Runtime };

    private string Folder() => Directory.CreateDirectory(Path.Combine(Data, "models")).FullName;
}
