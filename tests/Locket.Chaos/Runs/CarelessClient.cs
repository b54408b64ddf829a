using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Locket.Client;

namespace Locket.Chaos.Runs;

/// <summary>
/// The control: a program that writes what the others write, without idempotency keys, and says again what got no answer. Where answers
/// are really lost after the write was done, it must be seen doubling; if it is not, the runs have shown nothing.
/// </summary>
internal static class CarelessClient
{
    private const int Messages = 20;

    /// <returns>How many were doubled, of how many whose answer was cut.</returns>
    public static async Task<(int Doubled, int Cut)> RunAsync(RunOptions options)
    {
        var data = PrivateFiles.Folder(options.Folder, "careless");
        await using var proxy = new ChaosProxy();
        using var server = await LocketServer.StartAsync(
            options.Program, data, "--tls-cert", options.Certificate.File, "--tls-key", options.Certificate.KeyFile);
        proxy.Target = server.Port;
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, seen, _, _) => seen is not null };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{proxy.Port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        for (var number = 0; number < Messages; number++)
        {
            if (number % 4 == 3)
            {
                proxy.CutNextReply();
            }

            await SayAsync(http, number);
        }

        await using var judge = new LocketClient(new LocketClientOptions
        {
            Address = new Uri($"https://127.0.0.1:{server.Port}"),
            Pin = options.Certificate.Pin,
            DataDirectory = data,
            Offline = null,
        });

        return (await judge.ExportAsync(Naming.Space).CountAsync() - Messages, proxy.AnswersCut);
    }

    private static async Task SayAsync(HttpClient http, int number)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var body = new JsonObject
            {
                ["text"] = Naming.Text(0, number),
                ["session"] = Naming.Session(0),
                ["expires_at"] = Naming.Expired.ToString("O"),
            };
            try
            {
                using var content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
                using var answer = await http.PostAsync(new Uri($"v1/spaces/{Naming.Space}/memories", UriKind.Relative), content);
                return;
            }
            catch (HttpRequestException)
            {
                // It got no answer, so it says it again.
            }
        }
    }
}
