using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Pulling;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models verify`: reads installed models and compares each file's digest with the one it was installed with.</summary>
internal static class VerifyVerb
{
    /// <summary>Compares.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="ids">Ids; none for all that are installed.</param>
    /// <param name="console">Where it is shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperatorException">One is not installed, or not as it was installed.</exception>
    public static async Task RunAsync(ModelsSetting models, IReadOnlyList<string> ids, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var output = console.Profile.Out.Writer;
        var chosen = ids.Count == 0
            ? models.Store.Installed()
            : [.. ids.Select(id => models.Store.Find(id) ?? throw new OperatorException($"{id} is not installed: realtime models pull {id}"))];
        if (chosen.Count == 0)
            await output.WriteLineAsync("No model is installed.");
        var faulty = new List<string>();
        foreach (var model in chosen)
        {
            var size = model.Files.Sum(file => file.Size ?? 0);
            var faults = await TerminalDisplay.ShowAsync(console, async display =>
            {
                var line = display.Begin(model.Id);
                var found = await models.Store.VerifyAsync(model, read => line.At(PullPhase.Checking, read, size), cancellationToken);
                line.Done();
                return found;
            });
            foreach (var fault in faults)
                await output.WriteLineAsync($"{model.Id}: {fault}");
            if (faults.Count > 0)
                faulty.Add(model.Id);
        }

        if (faulty.Count > 0)
            throw new OperatorException($"Not as installed: {string.Join(", ", faulty)}. To install anew: realtime models remove {string.Join(' ', faulty)}, then pull.");
        if (chosen.Count > 0)
            await output.WriteLineAsync($"{chosen.Count} {(chosen.Count == 1 ? "model is" : "models are")} as installed.");
    }
}
