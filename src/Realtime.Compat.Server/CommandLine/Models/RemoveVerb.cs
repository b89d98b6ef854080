using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models remove ID…`: deletes models and what was downloaded of them.</summary>
internal static class RemoveVerb
{
    /// <summary>Deletes models.</summary>
    /// <param name="models">What there is.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="output">Where it is said.</param>
    /// <exception cref="OperatorException">One is not there, or another process is at it.</exception>
    public static void Run(ModelsSetting models, IReadOnlyList<string> ids, TextWriter output)
    {
        if (ids.Count == 0)
            throw new OperatorException("Say which: realtime models remove ID");
        foreach (var id in ids)
        {
            using var turn = CatalogueRules.IsId(id)
                ? FileTurn.TryTake(models.Store.LockOf(id)) ?? throw new OperatorException($"Another process is pulling {id}: end it first.")
                : null;
            var kind = models.Store.Find(id)?.Kind;
            if (!models.Store.Remove(id))
                throw new OperatorException($"{id} is not installed; `realtime models list --installed` shows what is.");
            output.WriteLine($"{id} is removed.");
            if (kind is not { } used || models.InUse(used) != id)
                continue;
            models.Set(ModelChoice.SettingOf(used), null);
            output.WriteLine("It was in use: the server's next start takes another installed model, or the engines that need none.");
        }
    }
}
