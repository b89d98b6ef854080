namespace Realtime.Compat.Speech.Tests.Support.Onnx;

internal static partial class SyntheticModels
{
    /// <summary>Rate of all synthetic voices.</summary>
    public const int RateHz = 16_000;

    private const int SamplesPerToken = 800;
    private const int Speakers = 4;

    /// <summary>Where Debian's espeak-ng keeps its data, which sherpa-onnx's own copy of espeak-ng reads as well; null where it is absent.</summary>
    public static string? EspeakData { get; } = new[]
    {
        "/usr/lib/x86_64-linux-gnu/espeak-ng-data", "/usr/lib/aarch64-linux-gnu/espeak-ng-data", "/usr/share/espeak-ng-data",
    }.FirstOrDefault(Directory.Exists);

    private static readonly (string, int, string?)[] TestVoices = [("alloy", 1, "en"), ("alloy", 3, "es"), ("narrator", 2, null)];

    /// <summary>Reads letters, so it needs no espeak-ng.</summary>
    private static void Vits(string folder, string id)
    {
        File.WriteAllText(Path.Combine(folder, "tokens.txt"), string.Concat("abcdefghijklmnopqrstuvwxyz.,!?'".Select((letter, i) => $"{letter} {i + 1}\n")) + "  0\n");
        var model = new OnnxModel()
            .Input("x", OnnxType.Int64, 1, "L").Input("x_length", OnnxType.Int64, 1).Input("noise_scale", OnnxType.Float, 1).Input("length_scale", OnnxType.Float, 1)
            .Input("noise_scale_w", OnnxType.Float, 1).Input("sid", OnnxType.Int64, 1).Output("y", OnnxType.Float, 1, 1, "N");
        var length = model.Node("Mul", "length", ["length_scale", model.Constant([(float)SamplesPerToken])]);
        var speaker = model.Node("Cast", "speaker", ["sid"], ("to", (long)OnnxType.Float));
        model.Tone("x", length, Loudness(model, speaker), "y");
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "vits"), ("sample_rate", RateHz), ("n_speakers", Speakers), ("language", "English"), ("comment", "synthetic"), ("frontend", "characters"), ("add_blank", 0),
            ("punctuation", ". ! ?"), ("use_eos_bos", 0),
        }) model.Metadata(key, value);
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "tts", "vits", ["en", "es"], [("vits.model", "model.onnx"), ("vits.tokens", "tokens.txt")], TestVoices);
    }

    private static void Kokoro(string folder, string id)
    {
        const int rows = 510;
        Phonemes(folder);
        CopyEspeakData(folder);
        var voices = Enumerable.Range(0, Speakers).SelectMany(speaker => Enumerable.Repeat((float)speaker, rows)).ToArray();
        File.WriteAllBytes(Path.Combine(folder, "voices.bin"), System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(voices).ToArray());
        var model = Styled("tokens", "audio");
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "kokoro"), ("sample_rate", RateHz), ("version", 1), ("n_speakers", Speakers), ("has_espeak", 1), ("voice", "en-us"), ("speaker_names", "a,b,c,d"), ("style_dim", $"{rows},1,1"),
        }) model.Metadata(key, value);
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "tts", "kokoro", ["en", "es"],
        [
            ("kokoro.model", "model.onnx"), ("kokoro.voices", "voices.bin"), ("kokoro.tokens", "tokens.txt"), ("kokoro.data_dir", "espeak-ng-data"),
        ], TestVoices);
    }

    private static void Kitten(string folder, string id)
    {
        Phonemes(folder);
        CopyEspeakData(folder);
        File.WriteAllBytes(
            Path.Combine(folder, "voices.bin"), System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(Enumerable.Range(0, Speakers).Select(speaker => (float)speaker).ToArray()).ToArray());
        var model = Styled("input_ids", "waveform");
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "kitten-tts"), ("sample_rate", RateHz), ("version", 1), ("n_speakers", Speakers), ("has_espeak", 1), ("voice", "en-us"), ("speaker_names", "a,b,c,d"), ("style_dim", "1,1"),
        }) model.Metadata(key, value);
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "tts", "kitten", ["en"],
        [
            ("kitten.model", "model.onnx"), ("kitten.voices", "voices.bin"), ("kitten.tokens", "tokens.txt"), ("kitten.data_dir", "espeak-ng-data"),
        ], TestVoices);
    }

    /// <summary>One speaker: a spectrum as long as the text, which the vocoder turns into a tone.</summary>
    private static void Matcha(string folder, string id)
    {
        Phonemes(folder);
        CopyEspeakData(folder);
        var model = new OnnxModel()
            .Input("x", OnnxType.Int64, 1, "L").Input("x_length", OnnxType.Int64, 1).Input("noise_scale", OnnxType.Float, 1).Input("length_scale", OnnxType.Float, 1)
            .Output("mel", OnnxType.Float, 1, 1, "N");
        var length = model.Node("Mul", "length", ["length_scale", model.Constant([(float)SamplesPerToken])]);
        model.Tone("x", length, model.Constant([0.5f]), "mel");
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "matcha-tts"), ("sample_rate", RateHz), ("n_speakers", 1), ("has_espeak", 1), ("jieba", 0), ("use_eos_bos", 1), ("pad_id", 0), ("voice", "en-us"),
        }) model.Metadata(key, value);
        Save(folder, "model.onnx", model);

        var vocoder = new OnnxModel().Input("mel", OnnxType.Float, 1, 1, "N").Output("audio", OnnxType.Float, 1, 1, "N");
        vocoder.Node("Identity", "audio", ["mel"]);
        vocoder.Metadata("model_type", "hifigan");
        Save(folder, "vocoder.onnx", vocoder);
        Manifest(folder, id, "tts", "matcha", ["en"],
        [
            ("matcha.acoustic_model", "model.onnx"), ("matcha.vocoder", "vocoder.onnx"), ("matcha.tokens", "tokens.txt"), ("matcha.data_dir", "espeak-ng-data"),
        ]);
    }

    /// <summary>Kokoro's and Kitten's inputs: tokens, a style of one number, which is the speaker's, and a speed.</summary>
    private static OnnxModel Styled(string tokens, string output)
    {
        var model = new OnnxModel()
            .Input(tokens, OnnxType.Int64, 1, "L").Input("style", OnnxType.Float, 1, 1).Input("speed", OnnxType.Float, 1).Output(output, OnnxType.Float, 1, 1, "N");
        var length = model.Node("Div", "length", [model.Constant([(float)SamplesPerToken], 1), "speed"]);
        model.Tone(tokens, length, Loudness(model, "style"), output);
        return model;
    }

    /// <summary>0.2 for speaker 0, and as much more for each after it.</summary>
    private static string Loudness(OnnxModel model, string speaker)
    {
        var from1 = model.Node("Add", "from1", [speaker, model.Constant([1f])]);
        var loudness = model.Node("Mul", "loudness", [from1, model.Constant([0.2f])]);
        return model.Node("Reshape", "loudness_alone", [loudness, model.Constant([1L, 1, 1], 3)]);
    }

    private static void Phonemes(string folder) => File.WriteAllText(
        Path.Combine(folder, "tokens.txt"),
        string.Concat("$;:,.!?_^ abcdefghijklmnopqrstuvwxyzæðøŋœɐɑɒɔɕɖəɚɛɜɝɟɡɣɪɫɲɹɾʃʊʌʒʔʝθβᵻˈˌː".EnumerateRunes().Select((rune, i) => $"{rune} {i}\n")));

    private static void CopyEspeakData(string folder)
    {
        var target = Path.Combine(folder, "espeak-ng-data");
        foreach (var file in Directory.EnumerateFiles(EspeakData!, "*", SearchOption.AllDirectories))
        {
            // The dictionaries of a hundred languages are large, and two are spoken here.
            var name = Path.GetFileName(file);
            if (name.EndsWith("_dict", StringComparison.Ordinal) && name is not ("en_dict" or "es_dict")) continue;
            var copy = Path.Combine(target, Path.GetRelativePath(EspeakData!, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
