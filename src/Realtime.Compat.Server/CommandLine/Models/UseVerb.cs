using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models use ID…`: writes down which models the server uses.</summary>
internal static class UseVerb
{
    /// <summary>Puts models to use.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="ids">Installed models, <c>ollama/NAME</c>, or <c>none</c> for the speech engines that need no model.</param>
    /// <param name="output">Where it is said.</param>
    /// <exception cref="OperatorException">One is not installed.</exception>
    public static void Run(ModelsSetting models, IReadOnlyList<string> ids, TextWriter output)
    {
        if (ids.Count == 0)
            throw new OperatorException($"Say which: realtime models use ID, or {ModelChoice.None} for the speech engines that need no model.");
        foreach (var id in ids)
        {
            foreach (var (setting, value) in SettingsOf(models, id))
                Use(models, setting, value, output);
            output.WriteLine($"{id} is in use from the server's next start.");
        }
    }

    /// <summary>Writes one setting, and says when it is written in vain.</summary>
    public static void Use(ModelsSetting models, string setting, string value, TextWriter output)
    {
        if (models.Set(setting, value) is { } other)
            output.WriteLine($"{setting} is set to {other} as well, by appsettings.json, environment or command line, which comes after: take it out there.");
    }

    private static IEnumerable<(string Setting, string Value)> SettingsOf(ModelsSetting models, string id)
    {
        if (id.StartsWith(OllamaPull.Prefix, StringComparison.Ordinal) && !OllamaPlace.IsFirstChoice(models.Chat))
        {
            throw new OperatorException(
                $"{ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Provider)} is {models.Chat.Provider}, which knows no models of Ollama's: set it to ollama, and {ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Url)} to where Ollama is, or take both out; then use {id}.");
        }

        if (id.StartsWith(OllamaPull.Prefix, StringComparison.Ordinal))
            return [($"{ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Model)}", id[OllamaPull.Prefix.Length..])];
        if (id == ModelChoice.None)
            return Enum.GetValues<ModelKind>().Select(kind => (ModelChoice.SettingOf(kind), ModelChoice.None));
        return models.Store.Find(id) is { } model
            ? [(ModelChoice.SettingOf(model.Kind), id)]
            : throw new OperatorException($"{models.Catalogue.Get(id).Id} is not installed: realtime models pull {id}");
    }
}
