using Locket.Quality;

if (args is not [var command, .. var more] || command is not ("own" or "folder" or "all" or "context" or "confidence"))
{
    Console.Error.WriteLine("usage: own | context [save] | confidence [save] | folder DIR [RUN.tsv] | all [DIR…]    LOCKET=program to measure");
    return 2;
}

var program = Environment.GetEnvironmentVariable("LOCKET");
if (string.IsNullOrEmpty(program) || !File.Exists(program))
{
    Console.Error.WriteLine("LOCKET must name the locket program to measure");
    return 2;
}

var checks = new Checks();
var report = new Report();
await using var oneServer = await LocketProcess.StartAsync(program);
await using var otherServer = await LocketProcess.StartAsync(program);
await using var one = await oneServer.ConnectAsync();
await using var other = await otherServer.ConnectAsync();
if (command is "context" or "confidence")
{
    var sets = Path.Combine(Repository.Root, "bench", "quality", "sets");
    await (command == "context" ? ContextRun.RunAsync(one, checks, report, sets) : ConfidenceRun.RunAsync(one, checks, report, sets));
    if (more is ["save"])
    {
        report.Save(command, command == "context" ? "What a context block holds" : "What a confidence means", $"bench/full {command}");
    }

    return checks.Failed ? 1 : 0;
}

var measured = new Measurement(one, other, checks, report);
foreach (var folder in command == "own" ? [] : more.Take(command == "folder" ? 1 : more.Length))
{
    await measured.FolderAsync(folder, command == "folder" ? more.ElementAtOrDefault(1) : null);
}

if (command != "folder")
{
    await measured.OwnAsync(Path.Combine(Repository.Root, "bench", "quality", "sets"));
}

if (command == "all")
{
    report.Save("quality", "What is found", "LOCKET=program dotnet run -c Release --project bench/quality -- all DIR…");
}

return checks.Failed ? 1 : 0;
