using Realtime.Compat.Calls.Bench;

if (args is ["serve"])
{
    await Server.RunAsync();
    return;
}

// `-- quick` for a look: shorter, fewer calls.
var quick = args is ["quick"];
Console.WriteLine("What calls cost. The endpoint runs in a process of its own, callers in this one; all figures are the endpoint's but where they say so.");
await SetupTime.MeasureAsync(coldRuns: quick ? 2 : 5, warmRuns: quick ? 10 : 50);
await EchoDelay.MeasureAsync(bursts: quick ? 5 : 20);
foreach (var calls in quick ? (int[])[1, 10] : [1, 10, 50])
    await CostPerCall.MeasureAsync(calls, TimeSpan.FromSeconds(quick ? 3 : 8));
await Growth.MeasureAsync(calls: quick ? 100 : 1000);
