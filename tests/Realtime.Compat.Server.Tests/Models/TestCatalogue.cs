using System.Text.Json.Nodes;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A catalogue of models that a test's own hub has: `tiny` and `guarded`, whose licence is not free, hear; `voice` speaks; `ender` judges turns.</summary>
internal static class TestCatalogue
{
    public static void Write(string path, Uri url, HubFile file)
    {
        JsonObject Model(string id, string kind, string engine, string setting, JsonObject licence)
        {
            var model = new JsonObject
            {
                ["id"] = id,
                ["title"] = $"The {id} model",
                ["kind"] = kind,
                ["engine"] = engine,
                ["languages"] = new JsonArray("en"),
                ["licence"] = licence,
                ["sampleRate"] = 16_000,
                ["config"] = new JsonObject { [setting] = "model.onnx" },
                ["downloads"] = new JsonArray(new JsonObject
                {
                    ["url"] = url.AbsoluteUri,
                    ["path"] = "model.onnx",
                    ["accept"] = new JsonArray(new JsonObject { ["sha256"] = file.Sha256, ["size"] = file.Content.Length }),
                }),
            };
            if (kind == "tts")
                model["voices"] = new JsonArray(new JsonObject { ["name"] = "voice", ["speaker"] = 0, ["language"] = "en" });
            return model;
        }

        static JsonObject Free() => new() { ["name"] = "MIT", ["free"] = true };
        var guarded = new JsonObject { ["name"] = "Research only", ["free"] = false, ["url"] = "https://example.com/terms", ["note"] = "Read it." };
        string[] machines = ["small-cpu", "big-cpu", "gpu"];
        var catalogue = new JsonObject
        {
            ["version"] = 1,
            ["defaults"] = new JsonArray([.. machines.Select(machine => new JsonObject { ["machine"] = machine, ["language"] = "multilingual", ["stt"] = "tiny", ["tts"] = "voice" })]),
            ["models"] = new JsonArray(
                Model("tiny", "stt", "paraformer", "paraformer.model", Free()),
                Model("guarded", "stt", "paraformer", "paraformer.model", guarded),
                Model("voice", "tts", "vits", "vits.model", Free()),
                Model("ender", "turn", "smart_turn", "model", Free()),
                Model("hush", "denoise", "gtcrn", "gtcrn.model", Free())),
        };
        File.WriteAllText(path, catalogue.ToJsonString());
    }
}
