using System.Runtime.InteropServices;
using Locket.Engine.Memories;
using Locket.Engine.Security;
using Locket.Engine.Tokens;
using Locket.Engine.Vectors;
using Locket.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Locket.Server.Tests.Embedding;

/// <summary>How vectors come to be, are kept and end.</summary>
public sealed class VectorLifeTests : EmbeddingTest
{
    private const string Asked = "Where is the automobile?";
    private const string Car = "Ada parked her car behind the bakery";

    [Fact]
    public async Task Another_model_embeds_anew_while_questions_are_answered()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();
        await StopAsync();
        var isHeld = new TaskCompletionSource();
        Endpoint.OnCall = call => call.Model == "things-2" && call.Input.Contains(Car) ? isHeld.Task : Task.CompletedTask;
        await ServeAsync(model: "things-2");

        // Vectors of the model before are there, and are not what this question is compared with.
        var meanwhile = await RecallAsync(Asked);
        Assert.Empty(Texts(meanwhile));
        Assert.Equal("words_only: 3 of 3 memories have no vector yet", Note(meanwhile));
        Assert.Equal([Car], Texts(await RecallAsync("bakery")));
        isHeld.SetResult();
        await EmbeddedAsync();

        Assert.Equal(Car, Texts(await RecallAsync(Asked)).First());
        Assert.Equal(3, VectorCount());
    }

    [Fact]
    public async Task A_restart_embeds_nothing_again()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();
        await StopAsync();
        var before = Endpoint.Calls.Count(call => call.Input.Contains(Car));
        await ServeAsync();
        await EmbeddedAsync();

        Assert.Equal(Car, Texts(await RecallAsync(Asked)).First());
        Assert.Equal(before, Endpoint.Calls.Count(call => call.Input.Contains(Car)));
    }

    [Fact]
    public async Task What_is_revised_is_found_by_what_it_says_now()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();
        var id = (await RecallAsync("bakery")).List("results").First().GetProperty("memory").GetProperty("id").GetString();
        var isHeld = new TaskCompletionSource();
        Endpoint.OnCall = call => call.Input.Contains("Ada keeps a hound behind the bakery") ? isHeld.Task : Task.CompletedTask;
        await Client.PatchAsync($"/v1/spaces/s/memories/{id}", """{"text":"Ada keeps a hound behind the bakery","expected_version":1}""");
        Assert.Equal(2, VectorCount());
        isHeld.SetResult();
        await EmbeddedAsync();

        Assert.Empty(Texts(await RecallAsync("automobile")));
        Assert.Equal("Ada keeps a hound behind the bakery", Texts(await RecallAsync("puppy")).First());
    }

    [Fact]
    public async Task What_is_forgotten_has_no_vector_and_what_is_brought_back_has()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();
        var id = (await RecallAsync("bakery")).List("results").First().GetProperty("memory").GetProperty("id").GetString();
        await Client.DeleteAsync($"/v1/spaces/s/memories/{id}");

        Assert.Equal(2, VectorCount());
        Assert.Empty(Texts(await RecallAsync(Asked)));

        await Client.PostAsync($"/v1/spaces/s/memories/{id}/undo", "{}");
        await EmbeddedAsync();
        Assert.Equal(3, VectorCount());
        Assert.Equal(Car, Texts(await RecallAsync(Asked)).First());
    }

    [Fact]
    public async Task What_is_forgotten_while_it_is_embedded_gets_no_vector()
    {
        var (isAsked, isHeld) = (new TaskCompletionSource(), new TaskCompletionSource());
        Endpoint.OnCall = call =>
        {
            if (!call.Input.Contains(Car))
            {
                return Task.CompletedTask;
            }

            isAsked.TrySetResult();

            return isHeld.Task;
        };
        await ServeAsync();
        var id = await RememberAsync(Car);
        await isAsked.Task.WaitAsync(Now);
        await Client.DeleteAsync($"/v1/spaces/s/memories/{id}");
        isHeld.SetResult();
        await EmbeddedAsync();

        Assert.Equal(0, VectorCount());
    }

    [Fact]
    public async Task Nothing_of_a_vector_is_left_in_a_file_after_a_purge()
    {
        await ServeAsync();
        var id = await RememberAsync(Car);
        await EmbeddedAsync();
        var body = AnyVector();
        Assert.Contains(Files(), file => file.AsSpan().IndexOf(body) >= 0);
        await Client.DeleteAsync($"/v1/spaces/s/memories/{id}");
        await Locket.Host.Services.GetRequiredService<PurgeEngine>().PurgeAsync(
            Gatekeeper.House(), SpaceName.Parse("s"), TimeProvider.System.GetUtcNow().AddDays(40), Now);
        await StopAsync();

        Assert.Equal(0, VectorCount());
        Assert.All(Files(), file => Assert.Equal(-1, file.AsSpan().IndexOf(body)));
    }

    [Fact]
    public async Task A_vector_of_another_space_is_never_used()
    {
        await ServeAsync();
        await RememberAsync("The library closes at eight", "a");
        await RememberAsync(Car, "b");
        await EmbeddedAsync();
        await StopAsync();

        // That of the second space under the place of the first.
        Change("update vectors set body = (select body from vectors order by position desc limit 1) where position = (select min(position) from vectors)");
        await ServeAsync();

        var answer = await RecallAsync(Asked, "a");
        Assert.Empty(Texts(answer));
        Assert.Equal("words_only: 1 of 1 memories have no vector yet", Note(answer));
        Assert.Equal([Car], Texts(await RecallAsync(Asked, "b")));
        Assert.Contains("vectors are not what was written there", await LogAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_vector_that_was_damaged_is_noticed_by_the_first_question_and_made_anew(int which)
    {
        await ServeAsync();
        await RememberAsync(which == 0 ? Car : "The library closes at eight");
        await RememberAsync(which == 1 ? Car : "The mill turns at noon");
        await RememberAsync(which == 2 ? Car : "Bo plays the cello on Sundays");
        await EmbeddedAsync();
        await StopAsync();
        var before = Endpoint.Calls.SelectMany(call => call.Input).ToList();
        Change($"update vectors set body = zeroblob(length(body)) where position = (select position from vectors order by position limit 1 offset {which})");
        await ServeAsync();
        await EmbeddedAsync();

        Assert.DoesNotContain(Car, Texts(await RecallAsync(Asked)));
        await FoundAsync(Car);

        Assert.Null(Note(await RecallAsync(Asked)));
        Assert.Equal(3, VectorCount());
        var asked = Endpoint.Calls.SelectMany(call => call.Input).Skip(before.Count);
        Assert.Equal([Car], asked.Where(text => text is not ("?" or Asked)));
    }

    private async Task FoundAsync(string text)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Now);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!Texts(await RecallAsync(Asked)).Contains(text))
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task No_vector_stands_readable_in_a_file()
    {
        await ServeAsync();
        await FillAsync();
        await EmbeddedAsync();
        Assert.Equal(Car, Texts(await RecallAsync(Asked)).First());
        var floats = EmbeddingEndpoint.VectorOf(Car, Endpoint.Dimensions);
        var unit = UnitVector.Of(floats)!.ToBytes().ToArray();
        var backup = Path.Combine(Data, "copy");
        Assert.Equal(3, VectorCount());
        using (var socket = new Rest.Wire(Locket.SocketClient()))
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, (await socket.PostAsync("/v1/owner/backup", $$"""{"file":"{{backup}}"}""")).Status);
        }

        var files = Files();
        await StopAsync();
        var sealedBody = AnyVector();

        // The copy has the vectors, and they are sealed there as well.
        Assert.Contains(files, file => file.AsSpan().IndexOf(sealedBody) >= 0);
        Assert.True(File.ReadAllBytes(backup).AsSpan().IndexOf(sealedBody) >= 0);
        foreach (var file in (byte[][])[.. files, .. Files()])
        {
            Assert.Equal(-1, file.AsSpan().IndexOf(unit));
            Assert.Equal(-1, file.AsSpan().IndexOf(MemoryMarshal.AsBytes(floats.AsSpan(0, 4))));
        }
    }

    [Fact]
    public async Task A_kill_in_the_middle_costs_no_more_than_a_page()
    {
        using (var plain = ServeProcess.Start(Data))
        {
            Assert.True(await plain.IsReadyAsync());
            using var writer = new Rest.Wire(ClientOf(plain));
            await writer.ImportAsync("s", string.Join('\n', Enumerable.Range(0, 150).Select(number => $$"""{"text":"car number {{number}}"}""")));
            plain.Ask("TERM");
            await plain.EndAsync();
        }

        var third = new TaskCompletionSource();
        var calls = 0;
        Endpoint.OnCall = async call =>
        {
            // Two fill the first page; at the third that is on the disk.
            if (call.Input[0].StartsWith("car", StringComparison.Ordinal) && Interlocked.Increment(ref calls) == 3)
            {
                third.SetResult();
                await Task.Delay(Timeout.Infinite, Now).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        };
        var variables = new Dictionary<string, string> { ["LOCKET_EMBEDDING_URL"] = Endpoint.Url, ["LOCKET_EMBEDDING_MODEL"] = "things-1" };
        using (var killed = ServeProcess.Start(Data, variables))
        {
            await third.Task.WaitAsync(Now);
            killed.KillAtOnce();
            await killed.EndAsync();
        }

        Assert.Equal(64, VectorCount());
        await ServeAsync();
        await EmbeddedAsync();

        var asked = Endpoint.Calls.SelectMany(call => call.Input).Where(text => text.StartsWith("car", StringComparison.Ordinal)).ToLookup(text => text);
        Assert.Equal(150, VectorCount());
        Assert.Equal(64, asked.Count(text => text.Count() == 1 && int.Parse(text.Key[11..], System.Globalization.CultureInfo.InvariantCulture) < 64));
        Assert.All(asked, text => Assert.InRange(text.Count(), 1, 2));
    }

    private List<byte[]> Files() => [.. Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Read)];

    private static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            file.CopyTo(copy);

            return copy.ToArray();
        }
        catch (IOException)
        {
            // The socket.
            return [];
        }
    }

    private HttpClient ClientOf(ServeProcess process)
    {
        var address = process.Said.Single(line => line.StartsWith("Address: ", StringComparison.Ordinal))["Address: ".Length..];
        var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(Data, ".mcp_token")).Trim());

        return client;
    }

    private async Task FillAsync()
    {
        await RememberAsync(Car);
        await RememberAsync("The library closes at eight");
        await RememberAsync("Bo plays the cello on Sundays");
    }
}
