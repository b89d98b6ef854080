using System.Runtime.CompilerServices;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech.Tests.Sherpa;

public sealed class StructLayoutTests
{
    [Fact]
    public void The_structs_have_the_library_s_sizes()
    {
        Assert.Equal((608, 272, 448), (Unsafe.SizeOf<OfflineRecognizerConfig>(), Unsafe.SizeOf<OnlineRecognizerConfig>(), Unsafe.SizeOf<OfflineTtsConfig>()));
        Assert.Equal(40, Unsafe.SizeOf<OfflineSpeechDenoiserConfig>());
        Assert.Equal(608 - 8, NativeConfig<OfflineRecognizerConfig>.Fields[^1].Offset);
    }

    [Fact]
    public void A_field_that_reached_the_library_as_another_is_named()
    {
        const string printed = """OnlineRecognizerConfig(feat_config=FeatureExtractorConfig(sampling_rate=1000, feature_dim=1001), model_config=OnlineModelConfig(transducer=OnlineTransducerModelConfig(encoder="@model_config.transducer.decoder")))""";
        var fields = PrintedStruct.Read(printed, "OnlineRecognizerConfig");

        Assert.Equal("@model_config.transducer.decoder", fields["model_config.transducer.encoder"]);
        Assert.Equal("1001", fields["feat_config.feature_dim"]);
        Assert.Equal("OfflineRecognizerConfig (the library did not print it)", StructLayout.FindFault(printed));
        Assert.Equal("OfflineRecognizerConfig.feat_config.feature_dim", StructLayout.FindFault("OfflineRecognizerConfig(feat_config=F(feature_dim=7))"));
        Assert.StartsWith("OfflineRecognizerConfig (only 1 of ", StructLayout.FindFault("OfflineRecognizerConfig(feat_config=F(feature_dim=1001))"), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_found_by_their_C_names()
    {
        using var config = new NativeConfig<OfflineTtsConfig>();

        config.Set("model.kokoro.lang", "es");
        config.Set("max_num_sentences", "3");

        Assert.True(NativeConfig<OfflineRecognizerConfig>.Has("model_config.zipformer_ctc.model"));
        Assert.True(NativeConfig<OnlineRecognizerConfig>.Has("model_config.t_one_ctc.model"));
        Assert.Throws<ArgumentException>(() => config.Set("model.kokoro.tempo", "1"));
        Assert.Throws<FormatException>(() => config.Set("max_num_sentences", "many"));
    }
}
