using System.Text;
using System.Text.Json;

namespace Realtime.Compat.Speech.Tests.Support.Onnx;

/// <summary>
/// Models of 1 to 6 kB for every engine, which sherpa-onnx and ONNX Runtime load and run as they do real ones. Those that hear give one
/// fixed text, those that speak a tone whose length, pitch and loudness follow text, speed and speaker; those that judge turns listen
/// for silence at the end.
/// </summary>
internal static partial class SyntheticModels
{
    /// <summary>What models that hear say; <see cref="Heard"/> has the exceptions.</summary>
    public const string Text = "hello world";

    /// <summary>A model that hears a second of speech, and takes the process down at two.</summary>
    public const string Fragile = "fragile";

    /// <summary>Engines that hear.</summary>
    public static IReadOnlyList<string> Ears { get; } =
    [
        "whisper", "whisper.en", "moonshine", "sense_voice", "nemo_transducer", "nemo_ctc", "paraformer", "zipformer", "zipformer_ctc",
        "zipformer_hot_words", "streaming_zipformer", "streaming_paraformer",
    ];

    /// <summary>Engines that speak.</summary>
    public static IReadOnlyList<string> Mouths { get; } = ["kokoro", "vits", "matcha", "kitten"];

    /// <summary>A model that takes noise out.</summary>
    public const string Denoiser = "gtcrn";

    /// <summary>One for another rate than recognisers listen at.</summary>
    public const string TelephoneDenoiser = "gtcrn_8k";

    /// <summary>What a model says it heard.</summary>
    public static string Heard(string kind) => kind.StartsWith("streaming", StringComparison.Ordinal) ? "hello world again" : Text;

    /// <summary>Makes a model's folder.</summary>
    /// <param name="models">The directory of all models.</param>
    /// <param name="kind">One of <see cref="Ears"/>, <see cref="Mouths"/> or the others here; also the model's name.</param>
    /// <returns>The folder.</returns>
    public static string Write(string models, string kind)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, kind)).FullName;
        switch (kind)
        {
            case "whisper": Whisper(folder, kind, isMultilingual: true); break;
            case "whisper.en": Whisper(folder, kind, isMultilingual: false); break;
            case "moonshine": Moonshine(folder, kind); break;
            case "sense_voice": SenseVoice(folder, kind); break;
            case "nemo_transducer": NemoTransducer(folder, kind); break;
            case "nemo_ctc": NemoCtc(folder, kind, long.MaxValue); break;
            case Fragile: NemoCtc(folder, kind, longestFrames: 150); break;
            case "paraformer": Paraformer(folder, kind); break;
            case "zipformer": Zipformer(folder, kind, withHotWords: false); break;
            case "zipformer_hot_words": Zipformer(folder, kind, withHotWords: true); break;
            case "zipformer_ctc": ZipformerCtc(folder, kind); break;
            case "streaming_zipformer": StreamingZipformer(folder, kind); break;
            case "streaming_paraformer": StreamingParaformer(folder, kind); break;
            case "kokoro": Kokoro(folder, kind); break;
            case "vits": Vits(folder, kind); break;
            case "matcha": Matcha(folder, kind); break;
            case "kitten": Kitten(folder, kind); break;
            case SmartTurn or TurnWithoutSigmoid or TurnOfTwo or TurnWithoutOutput or TurnOfThirtySeconds or TurnOfMagic: Turn(folder, kind); break;
            case Denoiser: Gtcrn(folder, kind, 16_000); break;
            case TelephoneDenoiser: Gtcrn(folder, kind, 8_000); break;
            default: throw new ArgumentException($"No synthetic model '{kind}'.", nameof(kind));
        }

        return folder;
    }

    private static void Save(string folder, string name, OnnxModel model) => File.WriteAllBytes(Path.Combine(folder, name), model.ToBytes());

    private static void Tokens(string folder, params string[] tokens) =>
        File.WriteAllText(Path.Combine(folder, "tokens.txt"), string.Concat(tokens.Select((token, i) => $"{token} {i}\n")));

    private static void Manifest(
        string folder, string id, string kind, string engine, string[] languages, (string Name, string Value)[] config, params (string Name, int Speaker, string? Language)[] voices)
    {
        var manifest = new
        {
            id,
            kind,
            engine,
            languages,
            config = config.ToDictionary(setting => setting.Name, setting => setting.Value),
            files = Array.Empty<string>(),
            voices = voices.Select(voice => new { name = voice.Name, speaker = voice.Speaker, language = voice.Language }),
        };
        File.WriteAllText(Path.Combine(folder, "model.json"), JsonSerializer.Serialize(manifest));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Numbers(int count, float value) => string.Join(',', Enumerable.Repeat(value, count).Select(number => FormattableString.Invariant($"{number}")));
}
