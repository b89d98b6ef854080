using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.SpeechWorker;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>
/// Gives a first start the models that are recommended for the machine, where a hub can be reached; and where not, says that the engines which
/// need no download serve. Models whose licence has to be agreed to are only named.
/// </summary>
internal static class FirstModels
{
    /// <summary>Longest time a start without network is kept waiting.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1.5);

    private const string OptOut = $"--{ModelsOptions.Section}:{nameof(ModelsOptions.PullDefaults)} false";

    /// <summary>Pulls those of a kind that none is installed or set of, if that is wanted. What goes wrong is said, and stops nothing.</summary>
    /// <param name="configuration">Has the models that were put to use, afterwards.</param>
    /// <param name="directory">Holds the models.</param>
    /// <param name="console">Shows how far it is.</param>
    /// <exception cref="OperatorException">Ctrl+C stopped it, or the catalogue cannot be read.</exception>
    public static async Task PullAsync(IConfigurationRoot configuration, DataDirectory directory, IAnsiConsole console)
    {
        if (!configuration.GetValue<bool>($"{ModelsOptions.Section}:{nameof(ModelsOptions.PullDefaults)}") || !SpeechEndpoints.NeedWorkerForSpeech(configuration))
            return;
        using var models = new ModelsSetting(configuration, directory);
        var there = models.Store.Installed().Select(model => model.Kind).ToHashSet();
        var wanted = models.Recommended.Ids.Select(models.Catalogue.Get).Where(model => models.InUse(model.Kind) is null && !there.Contains(model.Kind)).ToArray();
        if (wanted.Length == 0)
            return;
        using var stop = new CancellationTokenSource();
        void OnCancel(object? sender, ConsoleCancelEventArgs press)
        {
            press.Cancel = true;
            stop.Cancel();
        }

        Console.CancelKeyPress += OnCancel;
        try
        {
            await PullAsync(models, wanted, console, stop.Token);
        }
        catch (OperatorException failure)
        {
            Say($"{failure.Message} Until then speech is served by the engines that need no download.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new OperatorException($"Stopped; the next start goes on where it stopped, or starts without models by {OptOut}.");
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }
    }

    private static async Task PullAsync(ModelsSetting models, CatalogueModel[] wanted, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var takes = wanted.Where(model => model.Licence.Free).ToArray();
        foreach (var model in wanted.Except(takes))
            Say($"{model.Id} is recommended here, and its licence has to be agreed to: ./run.sh models pull {model.Id}");
        if (takes.Length == 0)
            return;
        if (!await IsReachableAsync(models, takes, cancellationToken))
        {
            Say("No hub of speech models can be reached: speech is served by the engines that need no download. The next start tries again.");
            return;
        }

        var what = takes.Select(model => $"{model.Title} ({(model.Size is { } size ? Bytes.Text(size) : "size unknown")})");
        Say($"First start: pulling {string.Join(" and ", what)}. To start without: {OptOut}");
        await PullVerb.RunAsync(models, [.. takes.Select(model => model.Id)], agreed: false, console, cancellationToken);
    }

    /// <summary>Whether every file has a source that answers, at once; as in the download itself, any of its sources will do.</summary>
    private static async Task<bool> IsReachableAsync(ModelsSetting models, IEnumerable<CatalogueModel> wanted, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProbeTimeout);
        var files = wanted
            .SelectMany(model => model.Downloads)
            .Select(download => models.Sources.Of(download.Url, download.Accept.Count > 0).Select(ServerOf).ToArray())
            .ToArray();
        var probes = files.SelectMany(servers => servers).Distinct().ToDictionary(server => server, server => models.Hub.ReachesAsync(server, patience.Token));
        await Task.WhenAll(probes.Values);
        return files.All(servers => servers.Any(server => probes[server].Result));
    }

    private static Uri ServerOf(Uri url) => new(url.GetLeftPart(UriPartial.Authority));

    private static void Say(string sentence) => Console.Error.WriteLine(sentence);
}
