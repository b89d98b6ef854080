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

    /// <summary>Pulls them, if this is a first start and it is wanted. Never fails: what went wrong is said.</summary>
    /// <param name="configuration">Read again after a model was put to use.</param>
    /// <param name="directory">Holds the models.</param>
    /// <param name="console">Shows how far it is.</param>
    public static async Task PullAsync(IConfigurationRoot configuration, DataDirectory directory, IAnsiConsole console)
    {
        if (!configuration.GetValue<bool>($"{ModelsOptions.Section}:{nameof(ModelsOptions.PullDefaults)}") || !SpeechEndpoints.NeedWorker(configuration))
            return;
        using var models = new ModelsSetting(configuration, directory);
        if (Enum.GetValues<ModelKind>().Any(kind => models.InUse(kind) is not null) || models.Store.Installed().Count > 0)
            return;
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler stopped = (_, press) => (press.Cancel, _) = (true, stop.CancelAsync());
        Console.CancelKeyPress += stopped;
        try
        {
            await PullAsync(models, console, stop.Token);
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
            Console.CancelKeyPress -= stopped;
        }

        configuration.Reload();
    }

    private static async Task PullAsync(ModelsSetting models, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var wanted = models.Recommended.Ids.Select(models.Catalogue.Get).ToArray();
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

        Say($"First start: pulling {string.Join(" and ", takes.Select(model => $"{model.Title} ({(model.Size is { } size ? Bytes.Text(size) : "size unknown")})"))}. To start without: {OptOut}");
        await PullVerb.RunAsync(models, [.. takes.Select(model => model.Id)], agreed: false, console, cancellationToken);
    }

    /// <summary>One server of each model answers, at once.</summary>
    private static async Task<bool> IsReachableAsync(ModelsSetting models, IEnumerable<CatalogueModel> wanted, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ProbeTimeout);
        var probes = wanted
            .SelectMany(model => model.Downloads)
            .Select(download => new Uri(models.Sources.Of(download.Url, download.Accept.Count > 0)[0].GetLeftPart(UriPartial.Authority)))
            .Distinct()
            .Select(server => models.Hub.ReachesAsync(server, patience.Token));
        return (await Task.WhenAll(probes)).All(reached => reached);
    }

    private static void Say(string sentence) => Console.Error.WriteLine(sentence);
}
