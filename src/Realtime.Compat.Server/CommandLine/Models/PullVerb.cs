using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models pull ID…`: installs models, and puts the first of a kind to use.</summary>
internal static class PullVerb
{
    /// <summary>Installs models.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="ids">Ids, or <c>ollama/NAME</c>; none for what is recommended here.</param>
    /// <param name="agreed">Whether licences that are not free are agreed to.</param>
    /// <param name="console">Shows how far it is, and asks.</param>
    /// <param name="cancellationToken">Ends it; what was downloaded stays.</param>
    /// <exception cref="OperatorException">One cannot be installed, or its licence was not agreed to.</exception>
    public static async Task RunAsync(ModelsSetting models, IReadOnlyList<string> ids, bool agreed, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var recommended = models.Recommended;
        if (ids.Count == 0)
            ids = [.. recommended.Ids];
        var chat = ids.Where(id => id.StartsWith(OllamaPull.Prefix, StringComparison.Ordinal)).Select(id => id[OllamaPull.Prefix.Length..]).ToArray();
        var speech = ids.Where(id => !id.StartsWith(OllamaPull.Prefix, StringComparison.Ordinal)).Select(models.Catalogue.Get).Distinct().ToArray();
        foreach (var model in speech.Where(model => models.Store.Find(model.Id) is null))
            LicenceQuestion.Settle(model, agreed, console);

        var news = new List<string>();
        await TerminalDisplay.ShowAsync(console, async display =>
        {
            foreach (var model in speech)
            {
                var isNew = await models.Installer.InstallAsync(model, display, cancellationToken);
                // At once: what comes after it may fail.
                news.Add($"{model.Id} is {(isNew ? "installed" : "there already")}{Use(models, model)}");
            }

            using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            var (ollama, key) = OllamaPlace.In(models.Chat);
            foreach (var name in chat)
                await new OllamaPull(http, ollama, key).PullAsync(name, display, cancellationToken);
            return true;
        });

        var output = console.Profile.Out.Writer;
        foreach (var line in news)
            await output.WriteLineAsync(line);
        foreach (var name in chat)
            await output.WriteLineAsync($"{OllamaPull.Prefix}{name} is there; to use it: realtime models use {OllamaPull.Prefix}{name}");
    }

    /// <summary>The first model of a kind is what somebody who pulls it wants.</summary>
    private static string Use(ModelsSetting models, CatalogueModel model)
    {
        if (models.InUse(model.Kind) is { } other)
            return other == model.Id ? ", and in use." : $"; to use it in place of {other}: realtime models use {model.Id}";
        models.Set(ModelChoice.SettingOf(model.Kind), model.Id);
        return ", and in use from the server's next start.";
    }
}
