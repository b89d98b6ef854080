using System.CommandLine;
using Realtime.Compat.Load;

var sessions = new Option<int[]>("--sessions") { Description = "Numbers of sessions to run, one after the other.", DefaultValueFactory = _ => [50], AllowMultipleArgumentsPerToken = true };
var seconds = new Option<int>("--seconds") { Description = "How long each is measured, after a warm-up.", DefaultValueFactory = _ => 30 };
var sweep = new Option<bool>("--sweep") { Description = "Doubles the sessions until the server needs a whole core, and draws the curve." };
var picture = new Option<string>("--svg") { Description = "Where --sweep draws.", DefaultValueFactory = _ => "load.svg" };
var recordings = new Option<string?>("--recordings") { Description = "Folder of WAV files that are spoken; the ones beside the checkout by default." };
var unbatched = new Option<bool>("--unbatched") { Description = "Has the server compute each frame of audio on its own, to see what batches save." };
var serve = new Option<bool>("--serve") { Description = "Is the server that the load goes to; started by the generator itself.", Hidden = true };
var command = new RootCommand("Opens sessions over WebSockets, each a live microphone, and reports what they cost and how long they wait.") { sessions, seconds, sweep, picture, recordings, unbatched, serve };

command.SetAction(async (arguments, cancellationToken) =>
{
    if (arguments.GetValue(serve))
    {
        await LoadServer.RunAsync(arguments.GetValue(unbatched));
        return 0;
    }

    var spoken = Recording.LoadAll(arguments.GetValue(recordings));
    var duration = TimeSpan.FromSeconds(arguments.GetValue(seconds));
    var results = new List<LoadResult>();
    ResultTable.PrintHead(Console.Out);
    foreach (var count in arguments.GetValue(sweep) ? Sweep.Counts() : arguments.GetValue(sessions)!)
    {
        results.Add(await LoadRun.RunAsync(count, duration, spoken, arguments.GetValue(unbatched), cancellationToken));
        ResultTable.PrintRow(Console.Out, results[^1]);
        if (arguments.GetValue(sweep) && Sweep.IsOver(results[^1]))
            break;
    }

    ResultTable.PrintNotes(Console.Out, results);
    if (arguments.GetValue(sweep))
        await File.WriteAllTextAsync(arguments.GetValue(picture)!, SweepChart.Draw(results), cancellationToken);
    return 0;
});
return await command.Parse(args).InvokeAsync();
