using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>Entries of a catalogue that a test's own hub serves.</summary>
internal static class Fixture
{
    /// <summary>A model of two single files.</summary>
    public static CatalogueModel OfFiles(string id, params (string Path, Uri Url, AcceptedFile? Accept)[] files) => Of(id, [.. files.Select(file => new ModelDownload
    {
        Url = file.Url,
        Path = file.Path,
        Accept = file.Accept is null ? [] : [file.Accept],
    })]);

    /// <summary>A model of one archive.</summary>
    public static CatalogueModel OfArchive(string id, Uri url, AcceptedFile accept, params string[] keep) =>
        Of(id, [new ModelDownload { Url = url, Archive = ArchiveFormat.TarBzip2, Root = "top", Keep = keep, Accept = [accept] }]);

    private static CatalogueModel Of(string id, IReadOnlyList<ModelDownload> downloads) => new()
    {
        Id = id,
        Title = id,
        Kind = ModelKind.SpeechToText,
        Engine = "paraformer",
        Languages = ["zh", "en"],
        Licence = new ModelLicence("MIT", Free: true),
        SampleRate = 16_000,
        Config = new Dictionary<string, string> { ["paraformer.model"] = "model.onnx", ["tokens"] = "tokens.txt" },
        Downloads = downloads,
    };
}
