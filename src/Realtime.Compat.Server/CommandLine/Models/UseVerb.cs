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
            if (id.StartsWith(OllamaPull.Prefix, StringComparison.Ordinal))
            {
                models.Choice.Set($"{ChatBackendOptions.Section}:{nameof(ChatBackendOptions.Model)}", id[OllamaPull.Prefix.Length..]);
            }
            else if (id == ModelChoice.None)
            {
                foreach (var kind in Enum.GetValues<ModelKind>())
                    Use(models, kind, ModelChoice.None);
            }
            else
            {
                var model = models.Store.Find(id)
                    ?? throw new OperatorException(models.Catalogue.Get(id) is { } known ? $"{known.Id} is not installed: realtime models pull {known.Id}" : "");
                Use(models, model.Kind, id);
            }

            output.WriteLine($"{id} is in use from the server's next start.");
        }
    }

    /// <summary>Puts one model to use.</summary>
    public static void Use(ModelsSetting models, ModelKind kind, string id) => models.Choice.Set(ModelChoice.SettingOf(kind), id);
}
