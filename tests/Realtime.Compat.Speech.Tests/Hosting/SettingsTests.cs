using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Hosting;

namespace Realtime.Compat.Speech.Tests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("--Speech:MaxAudioBytes=0", "Speech:MaxAudioBytes")]
    [InlineData("--Speech:MaxAudioSeconds=999999", "Speech:MaxAudioSeconds")]
    [InlineData("--Speech:MaxInputCharacters=-1", "Speech:MaxInputCharacters")]
    [InlineData("--Speech:RecognitionThreads=65", "Speech:RecognitionThreads")]
    [InlineData("--Speech:MaxWaitingTranscriptions=-1", "Speech:MaxWaitingTranscriptions")]
    [InlineData("--Speech:MaxSpeechRequests=0", "Speech:MaxSpeechRequests")]
    [InlineData("--Speech:Flite:VoiceLibrary=libvoice.so", "Speech:Flite:VoiceLibrary")]
    [InlineData("--Speech:Espeak:Library= ", "Speech:Espeak:Library")]
    public void A_setting_that_cannot_work_stops_the_start_and_is_named(string setting, string name)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => SpeechApp.Build([setting]));

        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelled_setting_stops_the_start_and_is_named()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => SpeechApp.Build(["--Speech:MaxAudioSecond=60"]));

        Assert.Contains("MaxAudioSecond", exception.Message, StringComparison.Ordinal);
    }
}
