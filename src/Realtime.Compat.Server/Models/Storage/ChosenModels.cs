using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.Models.Storage;

/// <summary>Looks whether the models that are set are there, before anything starts.</summary>
internal static class ChosenModels
{
    /// <summary>Stops where one is not.</summary>
    /// <exception cref="OperatorException">A model is not installed, or does other work.</exception>
    public static void Check(IConfiguration configuration, DataDirectory directory)
    {
        // A worker of somebody else's, or one whose models lie elsewhere, has its own.
        if (!SpeechEndpoints.NeedWorker(configuration) || WorkerEnvironment.IsInherited(WorkerEnvironment.ModelsDirectory))
            return;
        var store = new ModelStore(directory.Models);
        foreach (var kind in Enum.GetValues<ModelKind>())
        {
            var setting = ModelChoice.SettingOf(kind);
            if (configuration[setting] is not { Length: > 0 } id || id == ModelChoice.None)
                continue;
            var model = store.Find(id) ?? throw new OperatorException($"{setting} is {id}, which is not installed: realtime models pull {id}, or set it to {ModelChoice.None}.");
            if (model.Kind != kind)
                throw new OperatorException($"{setting} is {id}, which does other work; `realtime models list` shows which model does what.");
        }
    }
}
