namespace Realtime.Compat.Speech.Tests.Support.Onnx;

internal static partial class SyntheticModels
{
    private const int LfrDimension = 560;

    /// <summary>English "hello world", German "hallo welt"; finds out English by itself.</summary>
    private static void Whisper(string folder, string id, bool isMultilingual)
    {
        const int vocabulary = 12, sot = 4, eot = 5, english = 6, german = 7, transcribe = 8, translate = 9, noTimestamps = 10, noSpeech = 11;
        File.WriteAllText(
            Path.Combine(folder, "tokens.txt"),
            string.Concat(new[] { " hello", " world", " hallo", " welt" }.Select((text, i) => $"{Base64(text)} {i}\n")));

        var encoder = new OnnxModel()
            .Input("mel", OnnxType.Float, 1, 80, "T").Output("n_layer_cross_k", OnnxType.Float, 1, 1, 1, 1).Output("n_layer_cross_v", OnnxType.Float, 1, 1, 1, 1);
        var mean = encoder.Node("ReduceMean", "mean", ["mel"], ("axes", new long[] { 1, 2 }), ("keepdims", 1L));
        encoder.Node("Reshape", "n_layer_cross_k", [mean, encoder.Constant([1L, 1, 1, 1], 4)]);
        encoder.Node("Identity", "n_layer_cross_v", ["n_layer_cross_k"]);
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "whisper-tiny"), ("n_mels", 80), ("n_audio_layer", 1), ("n_text_layer", 1), ("n_text_ctx", 64), ("n_text_state", 2), ("n_vocab", vocabulary), ("sot", sot),
            ("eot", eot), ("blank_id", 3), ("translate", translate), ("transcribe", transcribe), ("is_multilingual", isMultilingual ? 1 : 0),
            ("no_timestamps", noTimestamps), ("no_speech", noSpeech), ("sot_sequence", isMultilingual ? $"{sot},{english},{transcribe}" : $"{sot}"),
            ("all_language_tokens", $"{english},{german}"), ("all_language_codes", "en,de"),
        }) encoder.Metadata(key, value);
        Save(folder, "encoder.onnx", encoder);

        var decoder = new OnnxModel()
            .Input("tokens", OnnxType.Int64, 1, "n").Input("in_n_layer_self_k_cache", OnnxType.Float, 1, 1, "c", 2).Input("in_n_layer_self_v_cache", OnnxType.Float, 1, 1, "c", 2)
            .Input("n_layer_cross_k", OnnxType.Float, 1, 1, 1, 1).Input("n_layer_cross_v", OnnxType.Float, 1, 1, 1, 1).Input("offset", OnnxType.Int64, 1)
            .Output("logits", OnnxType.Float, 1, 1, vocabulary).Output("out_n_layer_self_k_cache", OnnxType.Float, 1, 1, "c", 2).Output("out_n_layer_self_v_cache", OnnxType.Float, 1, 1, "c", 2);
        // Of the first four tokens the language, second of all, decides; later there is only one.
        var last = decoder.Node("Sub", "last", [decoder.Size("tokens", 1), decoder.Constant([1L])]);
        var place = decoder.Node("Min", "place", [last, decoder.Constant([1L])]);
        var token = decoder.Node("Gather", "token", ["tokens", place], ("axis", 1L));
        var table = decoder.Followers(vocabulary, eot, (sot, english), (english, 0), (noTimestamps, 0), (0, 1), (german, 2), (2, 3));
        var scores = decoder.Node("Gather", "scores", [table, token]);
        decoder.Node("Unsqueeze", "logits", [scores, decoder.Constant([1L], 1)]);
        decoder.Node("Identity", "out_n_layer_self_k_cache", ["in_n_layer_self_k_cache"]);
        decoder.Node("Identity", "out_n_layer_self_v_cache", ["in_n_layer_self_v_cache"]);
        Save(folder, "decoder.onnx", decoder);
        Manifest(folder, id, "stt", "whisper", isMultilingual ? ["en", "de"] : ["en"],
        [
            ("whisper.encoder", "encoder.onnx"), ("whisper.decoder", "decoder.onnx"), ("tokens", "tokens.txt"),
        ]);
    }

    private static void Moonshine(string folder, string id)
    {
        const int vocabulary = 5, sos = 1, eos = 2;
        Tokens(folder, "<unk>", "<s>", "</s>", "▁hello", "▁world");
        var preprocessor = new OnnxModel().Input("audio", OnnxType.Float, 1, "N").Output("features", OnnxType.Float, 1, "T", 1);
        var channel = preprocessor.Node("Unsqueeze", "channel", ["audio", preprocessor.Constant([1L], 1)]);
        var pooled = preprocessor.Node("MaxPool", "pooled", [channel], ("kernel_shape", new long[] { 384 }), ("strides", new long[] { 384 }));
        preprocessor.Node("Transpose", "features", [pooled], ("perm", new long[] { 0, 2, 1 }));
        Save(folder, "preprocess.onnx", preprocessor);

        var encoder = new OnnxModel().Input("features", OnnxType.Float, 1, "T", 1).Input("length", OnnxType.Int32, 1).Output("encoded", OnnxType.Float, 1, "T", 1);
        encoder.Node("Identity", "encoded", ["features"]);
        Save(folder, "encode.onnx", encoder);

        foreach (var isCached in new[] { false, true })
        {
            var decoder = new OnnxModel().Input("token", OnnxType.Int32, 1, 1).Input("encoded", OnnxType.Float, 1, "T", 1).Input("length", OnnxType.Int32, 1);
            if (isCached) decoder.Input("state", OnnxType.Float, 1, "T", 1);
            decoder.Output("logits", OnnxType.Float, 1, 1, vocabulary).Output("next_state", OnnxType.Float, 1, "T", 1);
            decoder.Node("Gather", "logits", [decoder.Followers(vocabulary, eos, (sos, 3), (3, 4)), "token"]);
            decoder.Node("Identity", "next_state", [isCached ? "state" : "encoded"]);
            Save(folder, isCached ? "cached.onnx" : "uncached.onnx", decoder);
        }

        Manifest(folder, id, "stt", "moonshine", ["en"],
        [
            ("model_config.moonshine.preprocessor", "preprocess.onnx"), ("model_config.moonshine.encoder", "encode.onnx"),
            ("model_config.moonshine.uncached_decoder", "uncached.onnx"), ("model_config.moonshine.cached_decoder", "cached.onnx"),
            ("model_config.tokens", "tokens.txt"),
        ]);
    }

    private static void SenseVoice(string folder, string id)
    {
        Tokens(folder, "<unk>", "<|en|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>", "▁hello", "▁world");
        var model = new OnnxModel()
            .Input("x", OnnxType.Float, 1, "T", LfrDimension).Input("x_length", OnnxType.Int32, 1).Input("language", OnnxType.Int32, 1).Input("text_norm", OnnxType.Int32, 1)
            .Output("logits", OnnxType.Float, 1, "U", 7);
        model.FixedText("x", 1, 4, 7, 0, [1, 2, 3, 4, 0, 5, 0, 6], "logits");
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "sense_voice_ctc"), ("comment", "synthetic"), ("vocab_size", 7), ("lfr_window_size", 7), ("lfr_window_shift", 6), ("normalize_samples", 0), ("with_itn", 14),
            ("without_itn", 15), ("lang_auto", 0), ("lang_zh", 3), ("lang_en", 4), ("lang_ja", 11), ("lang_ko", 12), ("lang_yue", 7),
            ("neg_mean", Numbers(LfrDimension, 0)), ("inv_stddev", Numbers(LfrDimension, 1)),
        }) model.Metadata(key, value);
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "stt", "sense_voice", ["zh", "en", "ja", "ko", "yue"], [("sense_voice.model", "model.onnx"), ("tokens", "tokens.txt")]);
    }

    private static void NemoTransducer(string folder, string id)
    {
        const int vocabulary = 3, blank = 2;
        Tokens(folder, "▁hello", "▁world", "<blk>");
        var encoder = new OnnxModel()
            .Input("audio_signal", OnnxType.Float, 1, 80, "T").Input("length", OnnxType.Int64, 1)
            .Output("outputs", OnnxType.Float, 1, vocabulary, "T").Output("encoded_lengths", OnnxType.Int64, 1);
        var mean = encoder.Node("ReduceMean", "mean", ["audio_signal"], ("axes", new long[] { 1 }), ("keepdims", 1L));
        var nothing = encoder.Node("Mul", "nothing", [mean, encoder.Constant([0f])]);
        encoder.Node("Add", "outputs", [nothing, encoder.Constant(new float[vocabulary], 1, vocabulary, 1)]);
        encoder.Node("Identity", "encoded_lengths", ["length"]);
        foreach (var (key, value) in new (string, object)[]
        {
            ("vocab_size", vocabulary - 1), ("subsampling_factor", 8), ("normalize_type", "per_feature"), ("pred_rnn_layers", 1), ("pred_hidden", 2),
            ("model_type", "EncDecRNNTBPEModel"), ("url", "synthetic"),
        }) encoder.Metadata(key, value);
        Save(folder, "encoder.onnx", encoder);

        var decoder = new OnnxModel()
            .Input("targets", OnnxType.Int32, 1, 1).Input("target_length", OnnxType.Int32, 1).Input("s0", OnnxType.Float, 1, 1, 2).Input("s1", OnnxType.Float, 1, 1, 2)
            .Output("outputs", OnnxType.Float, 1, vocabulary, 1).Output("lengths", OnnxType.Int32, 1).Output("next_s0", OnnxType.Float, 1, 1, 2).Output("next_s1", OnnxType.Float, 1, 1, 2);
        var row = decoder.Node("Gather", "row", [decoder.Followers(vocabulary, blank, (blank, 0), (0, 1)), "targets"]);
        decoder.Node("Transpose", "outputs", [row], ("perm", new long[] { 0, 2, 1 }));
        decoder.Node("Identity", "lengths", ["target_length"]);
        decoder.Node("Identity", "next_s0", ["s0"]);
        decoder.Node("Identity", "next_s1", ["s1"]);
        Save(folder, "decoder.onnx", decoder);

        var joiner = new OnnxModel()
            .Input("encoder_outputs", OnnxType.Float, 1, vocabulary, 1).Input("decoder_outputs", OnnxType.Float, 1, vocabulary, 1).Output("outputs", OnnxType.Float, 1, 1, 1, vocabulary);
        var sum = joiner.Node("Add", "sum", ["encoder_outputs", "decoder_outputs"]);
        joiner.Node("Reshape", "outputs", [sum, joiner.Constant([1L, 1, 1, vocabulary], 4)]);
        Save(folder, "joiner.onnx", joiner);
        Manifest(folder, id, "stt", "nemo_transducer", ["en"],
        [
            ("transducer.encoder", "encoder.onnx"), ("transducer.decoder", "decoder.onnx"), ("transducer.joiner", "joiner.onnx"), ("tokens", "tokens.txt"),
            ("model_type", "nemo_transducer"),
        ]);
    }

    private static void NemoCtc(string folder, string id, long longestFrames)
    {
        Tokens(folder, "▁hello", "▁world", "<blk>");
        var model = new OnnxModel().Input("audio_signal", OnnxType.Float, 1, 80, "T").Input("length", OnnxType.Int64, 1).Output("logprobs", OnnxType.Float, 1, "T", 3);
        model.FixedText("audio_signal", 2, 0, 3, 2, [0, 2, 1], longestFrames == long.MaxValue ? "logprobs" : "scores");
        if (longestFrames != long.MaxValue)
        {
            // There is a first element for audio that is short enough, and no second one for longer audio.
            var tooLong = model.Node("Greater", "too_long", [model.Size("audio_signal", 2), model.Constant([longestFrames])]);
            var place = model.Node("Cast", "place", [tooLong], ("to", (long)OnnxType.Int64));
            var nothing = model.Node("Gather", "nothing", [model.Constant([0f], 1), place]);
            model.Node("Add", "logprobs", ["scores", nothing]);
        }

        model.Metadata("model_type", "EncDecCTCModelBPE").Metadata("vocab_size", 2).Metadata("subsampling_factor", 8).Metadata("normalize_type", "per_feature");
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "stt", "nemo_ctc", ["en"], [("nemo_ctc.model", "model.onnx"), ("tokens", "tokens.txt")]);
    }

    private static void Paraformer(string folder, string id)
    {
        Tokens(folder, "<blank>", "<s>", "</s>", "hel@@", "lo", "world");
        var model = new OnnxModel()
            .Input("speech", OnnxType.Float, 1, "T", LfrDimension).Input("speech_lengths", OnnxType.Int32, 1)
            .Output("logits", OnnxType.Float, 1, 4, 6).Output("token_num", OnnxType.Int32, 1);
        var scores = new float[4 * 6];
        foreach (var (place, token) in new[] { (0, 3), (1, 4), (2, 5), (3, 2) }) scores[place * 6 + token] = 5;
        model.Node("Identity", "logits", [model.Constant(scores, 1, 4, 6)]);
        model.Node("Identity", "token_num", [model.Constant([4], 1)]);
        ParaformerMetadata(model);
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "stt", "paraformer", ["zh", "en"], [("paraformer.model", "model.onnx"), ("tokens", "tokens.txt")]);
    }

    private static void ParaformerMetadata(OnnxModel model)
    {
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "paraformer"), ("vocab_size", 6), ("lfr_window_size", 7), ("lfr_window_shift", 6), ("neg_mean", Numbers(LfrDimension, 0)), ("inv_stddev", Numbers(LfrDimension, 1)),
        }) model.Metadata(key, value);
    }

    private static void Zipformer(string folder, string id, bool withHotWords)
    {
        const int vocabulary = 3;
        Tokens(folder, "<blk>", "▁hello", "▁world");
        var encoder = new OnnxModel()
            .Input("x", OnnxType.Float, "N", "T", 80).Input("x_lens", OnnxType.Int64, "N")
            .Output("encoder_out", OnnxType.Float, "N", "T", vocabulary).Output("encoder_out_lens", OnnxType.Int64, "N");
        var mean = encoder.Node("ReduceMean", "mean", ["x"], ("axes", new long[] { 2 }), ("keepdims", 1L));
        var nothing = encoder.Node("Mul", "nothing", [mean, encoder.Constant([0f])]);
        encoder.Node("Add", "encoder_out", [nothing, encoder.Constant(new float[vocabulary], 1, 1, vocabulary)]);
        encoder.Node("Identity", "encoder_out_lens", ["x_lens"]);
        encoder.Metadata("model_type", "zipformer2");
        Save(folder, "encoder.onnx", encoder);
        TransducerDecoder(folder, vocabulary, (0, 1), (1, 2));
        (string, string)[] unit = withHotWords ? [("modeling_unit", "cjkchar")] : [];
        Manifest(
            folder,
            id,
            "stt",
            "zipformer",
            ["en"],
            [("transducer.encoder", "encoder.onnx"), ("transducer.decoder", "decoder.onnx"), ("transducer.joiner", "joiner.onnx"), ("tokens", "tokens.txt"), .. unit]);
    }

    /// <summary>Decoder and joiner of k2's transducers: scores by the last token alone, to which the encoder's are added.</summary>
    private static void TransducerDecoder(string folder, int vocabulary, params (int Token, int Follower)[] pairs)
    {
        var decoder = new OnnxModel().Input("y", OnnxType.Int64, "N", 2).Output("decoder_out", OnnxType.Float, "N", vocabulary);
        var last = decoder.Node("Gather", "last", ["y", decoder.Constant([1L])], ("axis", 1L));
        decoder.Node("Gather", "decoder_out", [decoder.Followers(vocabulary, 0, pairs), last]);
        decoder.Metadata("vocab_size", vocabulary).Metadata("context_size", 2);
        Save(folder, "decoder.onnx", decoder);

        var joiner = new OnnxModel()
            .Input("encoder_out", OnnxType.Float, "N", vocabulary).Input("decoder_out", OnnxType.Float, "N", vocabulary).Output("logit", OnnxType.Float, "N", vocabulary);
        joiner.Node("Add", "logit", ["encoder_out", "decoder_out"]);
        joiner.Metadata("joiner_dim", vocabulary);
        Save(folder, "joiner.onnx", joiner);
    }

    private static void ZipformerCtc(string folder, string id)
    {
        Tokens(folder, "<blk>", "▁hello", "▁world");
        var model = new OnnxModel()
            .Input("x", OnnxType.Float, 1, "T", 80).Input("x_lens", OnnxType.Int64, 1).Output("log_probs", OnnxType.Float, 1, "T", 3).Output("log_probs_len", OnnxType.Int64, 1);
        model.FixedText("x", 1, 0, 3, 0, [1, 0, 2], "log_probs");
        model.Node("Identity", "log_probs_len", ["x_lens"]);
        model.Metadata("model_type", "zipformer2_ctc");
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "stt", "zipformer", ["en"], [("zipformer_ctc.model", "model.onnx"), ("tokens", "tokens.txt")]);
    }

    /// <summary>One word more with each chunk of 320 ms, three in all.</summary>
    private static void StreamingZipformer(string folder, string id)
    {
        const int vocabulary = 4, chunkFrames = 16;
        Tokens(folder, "<blk>", "▁hello", "▁world", "▁again");
        var encoder = new OnnxModel().Input("x", OnnxType.Float, "N", 45, 80).Output("encoder_out", OnnxType.Float, "N", chunkFrames, vocabulary);
        // The states of one layer, which nothing reads, and those of the convolutions before it.
        (string Name, object[] Shape)[] states =
        [
            ("cached_key", [4, "N", 4]), ("cached_nonlin_attn", [1, "N", 4, 6]), ("cached_val1", [4, "N", 4]), ("cached_val2", [4, "N", 4]),
            ("cached_conv1", ["N", 8, 1]), ("cached_conv2", ["N", 8, 1]), ("embed_states", ["N", 128, 3, 19]),
        ];
        foreach (var (name, shape) in states)
        {
            encoder.Input(name, OnnxType.Float, shape).Output("new_" + name, OnnxType.Float, shape);
            encoder.Node("Identity", "new_" + name, [name]);
        }

        encoder.Input("processed_lens", OnnxType.Int64, "N").Output("new_processed_lens", OnnxType.Int64, "N");
        const float never = -100;
        var allowed = encoder.Constant([0, 0, never, never, 0, 0, 0, never, 0, 0, 0, 0], 3, vocabulary);
        var chunk = encoder.Node("Div", "chunk", ["processed_lens", encoder.Constant([(long)chunkFrames])]);
        var capped = encoder.Node("Min", "capped", [chunk, encoder.Constant([2L])]);
        var row = encoder.Node("Gather", "row", [allowed, capped]);
        var middle = encoder.Node("Unsqueeze", "middle", [row, encoder.Constant([1L], 1)]);
        encoder.Node("Add", "encoder_out", [middle, encoder.Constant(new float[chunkFrames * vocabulary], 1, chunkFrames, vocabulary)]);
        encoder.Node("Add", "new_processed_lens", ["processed_lens", encoder.Constant([(long)chunkFrames])]);
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "zipformer2"), ("encoder_dims", "8"), ("query_head_dims", "4"), ("value_head_dims", "4"), ("num_heads", "1"), ("num_encoder_layers", "1"),
            ("cnn_module_kernels", "3"), ("left_context_len", "4"), ("T", 45), ("decode_chunk_len", 32),
        }) encoder.Metadata(key, value);
        Save(folder, "encoder.onnx", encoder);
        TransducerDecoder(folder, vocabulary, (0, 1), (1, 2), (2, 3));
        Manifest(folder, id, "stt", "streaming_zipformer", ["en"],
        [
            ("transducer.encoder", "encoder.onnx"), ("transducer.decoder", "decoder.onnx"), ("transducer.joiner", "joiner.onnx"), ("tokens", "tokens.txt"),
        ]);
    }

    /// <summary>One word more with each chunk of 600 ms, three in all.</summary>
    private static void StreamingParaformer(string folder, string id)
    {
        Tokens(folder, "<blank>", "hello", "world", "again", "<s>", "</s>");
        var encoder = new OnnxModel()
            .Input("speech", OnnxType.Float, 1, "T", LfrDimension).Input("speech_lengths", OnnxType.Int32, 1)
            .Output("enc", OnnxType.Float, 1, "T", 1).Output("enc_len", OnnxType.Int32, 1).Output("alphas", OnnxType.Float, 1, "T");
        encoder.Node("ReduceMean", "enc", ["speech"], ("axes", new long[] { 2 }), ("keepdims", 1L));
        encoder.Node("Identity", "enc_len", ["speech_lengths"]);
        var flat = encoder.Node("ReduceMean", "flat", ["speech"], ("axes", new long[] { 2 }), ("keepdims", 0L));
        var nothing = encoder.Node("Mul", "nothing", [flat, encoder.Constant([0f])]);
        encoder.Node("Add", "alphas", [nothing, encoder.Constant([0.11f])]);
        ParaformerMetadata(encoder);
        encoder.Metadata("encoder_output_size", 1).Metadata("decoder_num_blocks", 1).Metadata("decoder_kernel_size", 2);
        Save(folder, "encoder.onnx", encoder);

        // The state counts words: the ids of the next ones are count + 1, count + 2, …; beyond the third they are blank.
        var decoder = new OnnxModel()
            .Input("enc", OnnxType.Float, 1, "T", 1).Input("enc_len", OnnxType.Int32, 1).Input("acoustic_embeds", OnnxType.Float, 1, "n", 1)
            .Input("acoustic_embeds_len", OnnxType.Int32, 1).Input("in_cache", OnnxType.Float, 1, 1, 1)
            .Output("logits", OnnxType.Float, 1, "n").Output("sample_ids", OnnxType.Int64, 1, "n").Output("out_cache", OnnxType.Float, 1, 1, 1);
        var count = decoder.Size("acoustic_embeds", 1);
        var end = decoder.Node("Add", "end", [count, decoder.Constant([1L])]);
        var steps = decoder.Node("Range", "steps", [decoder.Constant([1L]), end, decoder.Constant([1L])]);
        var before = decoder.Node("Reshape", "before", ["in_cache", decoder.Constant([1L], 1)]);
        var whole = decoder.Node("Cast", "whole", [before], ("to", (long)OnnxType.Int64));
        var ids = decoder.Node("Add", "ids", [steps, whole]);
        var known = decoder.Node("LessOrEqual", "known", [ids, decoder.Constant([3L])]);
        var mask = decoder.Node("Cast", "mask", [known], ("to", (long)OnnxType.Int64));
        var words = decoder.Node("Mul", "words", [ids, mask]);
        decoder.Node("Unsqueeze", "sample_ids", [words, decoder.Constant([0L], 1)]);
        decoder.Node("Cast", "logits", ["sample_ids"], ("to", (long)OnnxType.Float));
        var added = decoder.Node("Cast", "added", [count], ("to", (long)OnnxType.Float));
        decoder.Node("Add", "out_cache", ["in_cache", added]);
        Save(folder, "decoder.onnx", decoder);
        Manifest(folder, id, "stt", "streaming_paraformer", ["zh", "en"],
        [
            ("paraformer.encoder", "encoder.onnx"), ("paraformer.decoder", "decoder.onnx"), ("tokens", "tokens.txt"),
        ]);
    }
}
