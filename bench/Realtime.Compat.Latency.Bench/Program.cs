using System.Globalization;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Latency.Bench;

// Usage: latency [turns]            spoken turns, in real time, against a naive chain over the same engines
//        latency overhead [turns]   what the server adds between instant backends, at 1 and at 100 sessions
//        latency http [turns]       the same with HTTP to instant servers and open microphones; exit code 1 beyond 5 ms at p99
if (args.Length > 0 && args[0] == "overhead")
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20;
    foreach (var sessions in (int[])[1, 100])
        await Overhead.RunAsync(sessions, sessions == 1 ? rounds * 20 : rounds, Console.Out);
    return 0;
}

if (args.Length > 0 && args[0] == "http")
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
    Question spoken;
    using (var voice = await SpeechWorker.StartAsync())
        spoken = Question.Load(await voice.SpeakAsync("What is the time?"));
    // A server that has run for a while is what counts: its code is compiled.
    await HttpOverhead.RunAsync(100, 6, spoken, TextWriter.Null);
    var holds = true;
    foreach (var sessions in (int[])[1, 100])
        holds &= await HttpOverhead.RunAsync(sessions, sessions == 1 ? rounds * 5 : rounds, spoken, Console.Out);
    Console.WriteLine($"\nEvery stage at most {HttpOverhead.LimitMs} ms at p99: {(holds ? "yes" : "no")}");
    return holds ? 0 : 1;
}

var turns = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
using var worker = await SpeechWorker.StartAsync();
var question = Question.Load(await worker.SpeakAsync("What is the weather in Paris?"));
Console.WriteLine($"{turns} turns, question of {question.SpeechMs / 1000.0:0.0} s, silence window 500 ms, {Environment.ProcessorCount} cores");
foreach (var (title, chat) in (IEnumerable<(string, Func<IChatClient>)>)[("Chat model that answers at once", () => new ScriptedChatClient()), ("Chat model that streams: 150 ms to the first token, 20 ms a token, 40 tokens", () => new PacedChat())])
{
    await using var server = await BenchServer.StartAsync(worker.Url, chat());
    using var naive = new NaiveChain(worker.Url, chat());
    var (table, chain) = (new StageTable(), new List<double>());
    for (var turn = 0; turn <= turns; turn++)
    {
        server.Stages.Clear();
        var times = await SpokenTurn.PlayAsync(server.Url, question);
        var whole = await naive.RunAsync(question);
        // The first turn warms everything up and is not counted.
        if (turn == 0)
            continue;
        table.Add(times, server.Stages);
        chain.Add(times.SpeechStopped + whole);
    }

    Console.WriteLine($"\n## {title}");
    table.Print(Console.Out, chain);
}

return 0;
