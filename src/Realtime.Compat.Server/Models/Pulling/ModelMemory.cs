using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>The memory that a model takes, as far as it is known.</summary>
/// <remarks>Where nobody has stated it, the weights are the least it can be: they are read whole, and what is computed comes on top.</remarks>
internal static class ModelMemory
{
    private static readonly string[] Weights = [".onnx", ".ort", ".bin"];

    /// <summary>For a list: "450 MB" as somebody has stated it, "over 160 MB" by the weights, "?" where neither is known.</summary>
    /// <param name="model">Its entry in the catalogue; null where it has none.</param>
    /// <param name="installed">The model on this machine; null where it is not.</param>
    public static string Text(CatalogueModel? model, ModelManifest? installed) =>
        model?.MemoryMB is { } stated ? Bytes.Text(stated * 1_000_000L)
        : (Of(installed?.Files.Select(file => (file.Path, file.Size))) ?? OfCatalogue(model)) is { } weights ? $"over {Bytes.Text(weights)}"
        : "?";

    private static long? OfCatalogue(CatalogueModel? model) =>
        model is null ? null
        : model.WeightsMB is { } weights ? weights * 1_000_000L
        : model.Downloads.All(download => download.Archive is null) ? Of(model.Downloads.Select(download => (download.Path!, download.Size)))
        : null;

    private static long? Of(IEnumerable<(string Path, long? Size)>? files)
    {
        var weights = files?.Where(file => Weights.Contains(Path.GetExtension(file.Path), StringComparer.OrdinalIgnoreCase)).ToArray() ?? [];
        return weights.Length > 0 ? weights.Aggregate((long?)0, (sum, file) => sum + file.Size) : null;
    }
}
