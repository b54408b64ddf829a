using Locket.Benchmarks;
using Locket.Benchmarks.Beside;

return args switch
{
    ["host", .. var more] => await HostRole.RunAsync(more),
    ["bare", .. var more] => await BareRole.RunAsync(more),
    ["queries", var program, var count] => await QueriesRole.RunAsync(program, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)),
    ["beside", var program, var node, var script] => await MeasureAsync("beside", "Locket beside the official server-memory", report => new BesideBench(program, node, script).RunAsync(report, BesideBench.Sizes)),
    ["beside", var program, var node, var script, var size] => await BesideRole.RunAsync(program, node, script, size),
    ["speed"] => await MeasureAsync("speed", "How fast a question is answered", SpeedBench.RunAsync),
    ["writes"] => await MeasureAsync("writes", "Durable writes a second, everything on", WritesBench.RunAsync),
    ["gate"] => await MeasureAsync("gate", "What the gate costs a request", GateBench.RunAsync),
    ["index"] => await MeasureAsync("index", "One index inside the process", IndexBench.RunAsync),
    ["spaces"] => await MeasureAsync("spaces", "Write and recall as spaces grow and multiply", SpacesBench.RunAsync),
    ["start", var binary, .. var node] => await MeasureAsync("start", "Start and idle memory", report => StartBench.RunAsync(report, binary, node)),
    _ => Usage(),
};

static async Task<int> MeasureAsync(string name, string question, Func<Report, Task> measure)
{
    var report = new Report(name, question);
    await measure(report);
    report.Save(TimeProvider.System);

    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("usage: writes | gate | index | spaces | speed | queries BINARY COUNT | beside BINARY NODE SCRIPT [SIZE] | start BINARY [NODE SCRIPT]");
    return 2;
}
