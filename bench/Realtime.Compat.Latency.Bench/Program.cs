using System.Globalization;
using Realtime.Compat.Latency.Bench;

// Usage: latency [turns] [question.wav]. One spoken question after another, in real time, over a real WebSocket, to a server in
// this process with a scripted chat model and the real speech worker.
var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20;
using var worker = await SpeechWorker.StartAsync();
await using var server = await BenchServer.StartAsync(worker.Url);
var question = Question.Load(args.Length > 1 ? await File.ReadAllBytesAsync(args[1]) : await worker.SpeakAsync("What is the weather in Paris today?"));

Console.WriteLine($"{turns} turns, question of {question.SpeechMs / 1000.0:0.0} s, silence window 500 ms, {Environment.ProcessorCount} cores");
var table = new StageTable();
for (var turn = 0; turn <= turns; turn++)
{
    server.Stages.Clear();
    var times = await SpokenTurn.PlayAsync(server.Url, question);
    // The first turn warms everything up and is not counted.
    if (turn > 0)
        table.Add(times, server.Stages);
}

table.Print(Console.Out);
