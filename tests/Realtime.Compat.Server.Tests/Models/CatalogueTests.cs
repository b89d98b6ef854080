using System.Diagnostics;
using System.Text.Json.Nodes;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Models.Catalogue;
using Realtime.Compat.Server.Models.Pulling;
using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>The catalogue that comes with the server.</summary>
public sealed class CatalogueTests : IDisposable
{
    private static readonly string Path = Repository.At("models/catalogue.json");
    private static readonly ModelCatalogue Catalogue = ModelCatalogue.Load(Path);

    // Settings of sherpa-onnx that are no paths.
    private static readonly string[] Values = ["model_type", "sense_voice.use_itn"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [NodeSchemaFact]
    public async Task It_keeps_its_schema()
    {
        var start = new ProcessStartInfo("node", [Repository.At("tests/schema/file.mjs"), Repository.At("models/catalogue.schema.json"), Path]) { RedirectStandardOutput = true };
        using var node = Process.Start(start)!;

        Assert.Equal("", await node.StandardOutput.ReadToEndAsync());
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
    }

    [Fact]
    public void Every_file_that_a_models_settings_name_is_among_its_downloads()
    {
        foreach (var model in Catalogue.Models)
        {
            var downloaded = model.Downloads.SelectMany(download => download.Path is { } single ? [single] : download.Keep).Select(path => path.TrimEnd('/')).ToHashSet();
            var named = model.Config.Where(setting => !Values.Contains(setting.Key)).SelectMany(setting => setting.Value.Split(',')).ToHashSet();

            Assert.True(named.SetEquals(downloaded), $"{model.Id}: settings name {string.Join(' ', named)}; downloads hold {string.Join(' ', downloaded)}");
        }
    }

    [Fact]
    public void Everything_comes_encrypted_and_from_the_publishers_themselves() =>
        Assert.All(Catalogue.Models.SelectMany(model => model.Downloads), download =>
        {
            Assert.Equal("https", download.Url.Scheme);
            Assert.Contains(download.Url.Host, (string[])["github.com", "huggingface.co"]);
        });

    [Fact]
    public void What_a_first_start_installs_has_pinned_digests_and_known_sizes() =>
        Assert.All(Catalogue.Defaults.SelectMany(set => set.Ids).Distinct(), id =>
        {
            Assert.All(Catalogue.Get(id).Downloads, download => Assert.NotEmpty(download.Accept));
            Assert.NotNull(Catalogue.Get(id).Size);
        });

    [Fact]
    public void An_english_first_start_has_nothing_to_ask_about() =>
        Assert.All(Catalogue.Defaults.Where(set => set.Language != "zh").SelectMany(set => set.Ids), id => Assert.True(Catalogue.Get(id).Licence.Free, id));

    [Fact]
    public void There_is_a_recommendation_for_every_machine_and_language()
    {
        foreach (var machine in Enum.GetValues<MachineClass>())
        {
            foreach (var language in (string[])["en", "zh", "multilingual"])
                Assert.Contains(Catalogue.Defaults, set => set.Machine == machine && set.Language == language);
            Assert.Equal("multilingual", Catalogue.DefaultsFor(machine, "fr").Language);
        }
    }

    [Fact]
    public void Known_failures_of_the_engine_are_not_recommended()
    {
        // Moonshine v2 returns nothing for more than 9 s (k2-fsa/sherpa-onnx 3471), int8 Kokoro takes twice as long as fp32 (2374).
        Assert.DoesNotContain(Catalogue.Models, model => model.Config.ContainsKey("moonshine.merged_decoder"));
        Assert.DoesNotContain(Catalogue.Models, model => model.Engine == "kokoro" && model.Config["kokoro.model"].Contains("int8", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_voice_can_speak_a_language_of_its_model_and_every_speaking_model_has_one()
    {
        foreach (var model in Catalogue.Models)
        {
            Assert.Equal(model.Kind == ModelKind.TextToSpeech, model.Voices.Count > 0);
            Assert.All(model.Voices, voice => Assert.Contains(voice.Language, model.Languages));
            Assert.Equal(model.Voices.Count, model.Voices.DistinctBy(voice => (voice.Name, voice.Language)).Count());
        }
    }

    [Fact]
    public void The_documentation_lists_every_model_and_every_recommendation()
    {
        var page = File.ReadAllText(Repository.At("docs/models.md"));

        Assert.DoesNotContain(Catalogue.Models, model => !page.Contains($"\n| `{model.Id}` | ", StringComparison.Ordinal));
        Assert.DoesNotContain(Catalogue.Defaults, set => !page.Contains($" | `{set.Stt}` | {(set.Tts is null ? "espeak-ng, no model" : $"`{set.Tts}`")} | ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sense-voice", "450 MB")] // stated
    [InlineData("whisper-base", "over 160 MB")] // its weights inside an archive
    [InlineData("whisper-turbo", "over 1.0 GB")] // single files
    [InlineData("kitten-nano-en", "?")]
    public void Memory_is_what_somebody_has_stated_or_at_least_the_weights(string id, string memory) => Assert.Equal(memory, ModelMemory.Text(Catalogue.Get(id), null));

    [Fact]
    public void Weights_of_an_installed_model_are_counted() => Assert.Equal("over 61 MB", ModelMemory.Text(
        Catalogue.Get("kitten-nano-en"),
        ModelManifest.Of(Catalogue.Get("kitten-nano-en"), [new ModelFile("model.fp32.onnx", Size: 57_000_000), new ModelFile("voices.bin", Size: 4_000_000), new ModelFile("tokens.txt", Size: 9_000_000)])));

    [Theory]
    [InlineData("marin", "en", 3)]
    [InlineData("cedar", "en", 16)]
    [InlineData("alloy", "zh", 45)]
    [InlineData("af_bella", "en", 2)]
    public void OpenAIs_voices_are_speakers_of_kokoro(string voice, string language, int speaker) =>
        Assert.Equal(speaker, Catalogue.Get("kokoro-multi-lang-v1_0").Voices.Single(v => v.Name == voice && v.Language == language).Speaker);

    [Fact]
    public void A_slip_in_an_id_is_told_with_the_nearest_one() =>
        Assert.Equal("There is no model whisper-bas; did you mean whisper-base?", Assert.Throws<OperatorException>(() => Catalogue.Get("whisper-bas")).Message);

    [Theory]
    [InlineData("models.0.id", "\"../evil\"", "cannot be an id")]
    [InlineData("models.0.downloads.0.url", "\"http://example.com/a.tar.bz2\"", "is not https")]
    [InlineData("models.0.downloads.0.root", "\"../..\"", "leads out of its folder")]
    [InlineData("models.0.downloads.0.keep.0", "\"/etc/passwd\"", "leads out of its folder")]
    [InlineData("models.0.downloads.0.accept.0.sha256", "\"abc\"", "for a SHA-256")]
    [InlineData("models.1.id", "\"whisper-tiny\"", "stands there twice")]
    [InlineData("defaults.0.stt", "\"matcha-en_US-ljspeech\"", "is no model of its kind")]
    [InlineData("version", "2", "reads version 1")]
    [InlineData("models.0.licence", "null", "cannot be read")]
    [InlineData("models.0.kind", "\"vad\"", "cannot be read")]
    [InlineData("surprise", "1", "cannot be read")]
    public void A_catalogue_of_somebody_elses_is_not_trusted(string path, string value, string sentence)
    {
        var catalogue = JsonNode.Parse(File.ReadAllText(Path))!;
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(catalogue, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!);
        if (int.TryParse(names[^1], out var last))
            parent[last] = JsonNode.Parse(value);
        else
            parent[names[^1]] = JsonNode.Parse(value);
        File.WriteAllText(_directory["catalogue.json"], catalogue.ToJsonString());

        Assert.Contains(sentence, Assert.Throws<OperatorException>(() => ModelCatalogue.Load(_directory["catalogue.json"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "zh")]
    [InlineData("en_US", "en")]
    [InlineData("C.UTF-8", "en")]
    [InlineData("POSIX", "en")]
    [InlineData("de-AT", "de")]
    [InlineData("", "en")]
    public void A_locale_tells_the_language(string locale, string language) => Assert.Equal(language, ThisMachine.OfLocale(locale));
}
