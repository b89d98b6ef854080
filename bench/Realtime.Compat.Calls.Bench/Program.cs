using Realtime.Compat.Calls.Bench;

if (args is ["serve"])
{
    await Server.RunAsync();
    return;
}

// Names of what to measure, all by default; `quick` for a look: shorter, fewer calls.
var quick = args.Contains("quick");
bool Wants(string part) => args.All(argument => argument == "quick") || args.Contains(part);

Console.WriteLine("What calls cost. The endpoint runs in a process of its own, callers in this one.");
if (Wants("setup")) await SetupTime.MeasureAsync(coldRuns: quick ? 2 : 5, warmRuns: quick ? 10 : 50);
if (Wants("echo")) await EchoDelay.MeasureAsync(bursts: quick ? 5 : 20);
if (Wants("cost"))
{
    foreach (var calls in quick ? (int[])[1, 10] : [1, 10, 50])
        await CostPerCall.MeasureAsync(calls, TimeSpan.FromSeconds(quick ? 3 : 8));
}
if (Wants("growth")) await Growth.MeasureAsync(calls: quick ? 100 : 1000);
