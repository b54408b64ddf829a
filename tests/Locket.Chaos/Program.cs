using Locket.Chaos;
using Locket.Chaos.Runs;
using Locket.Chaos.Squatting;
using Locket.Chaos.Writing;

// locket-chaos squatter LOCKET FOLDER TRIES
// locket-chaos runs LOCKET FOLDER --runs N --seed N --parallel N [--report FILE]
// locket-chaos schedule --seed N
// locket-chaos write …      what "runs" starts, to be killed
var line = new CommandLine(args);
return line.Word(0) switch
{
    "squatter" => await SquatterTrial.RunAsync(line.Word(1), line.Word(2), int.Parse(line.Word(3), null)),
    "runs" => await ManyRuns.RunAsync(line),
    "schedule" => Schedule.Print(line.Seed("seed")),
    "write" => await Writer.RunAsync(line),
    var other => throw new ArgumentException($"{other} is none of squatter, runs, schedule, write"),
};
