using System.ClientModel;
using OpenAI;
using OpenAI.Audio;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Tests.Support;

namespace Realtime.Compat.Speech.Tests.RealEngines;

/// <summary>OpenAI's own client, unmodified but for its address.</summary>
[Collection(RealWorkerGroup.Name)]
public sealed class OpenAiSdkTests(RealWorker host)
{
    [NativeFact(Engines.PocketSphinx | Engines.Recordings)]
    public async Task It_transcribes_a_file()
    {
        AudioTranscription transcription = await Client("whisper-1").TranscribeAudioAsync(
            Recordings.English("hello_world.wav"),
            new AudioTranscriptionOptions { Language = "en", ResponseFormat = AudioTranscriptionFormat.Verbose, TimestampGranularities = AudioTimestampGranularities.Word });

        Assert.Equal("hello world", transcription.Text);
        Assert.Equal("english", transcription.Language);
        Assert.Equal(["hello", "world"], transcription.Words.Select(word => word.Word));
        Assert.Single(transcription.Segments);
    }

    [NativeFact(Engines.PocketSphinx | Engines.Recordings)]
    public async Task It_streams_a_transcription()
    {
        var (deltas, done) = ("", "");
        await foreach (var update in await Client("gpt-4o-transcribe").TranscribeAudioStreamingAsync(Recordings.English("hello_world.wav")))
        {
            if (update is StreamingAudioTranscriptionTextDeltaUpdate delta) deltas += delta.Delta;
            if (update is StreamingAudioTranscriptionTextDoneUpdate end) done = end.Text;
        }

        Assert.Equal("hello world", deltas);
        Assert.Equal("hello world", done);
    }

    [NativeFact(Engines.Flite)]
    public async Task It_speaks()
    {
        BinaryData wav = await Client("tts-1").GenerateSpeechAsync(
            "Hello there.", GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Wav, SpeedRatio = 1.2f });
        BinaryData pcm = await Client("tts-1").GenerateSpeechAsync(
            "Hello there.", GeneratedSpeechVoice.Alloy, new SpeechGenerationOptions { ResponseFormat = GeneratedSpeechFormat.Pcm, SpeedRatio = 1.2f });

        Assert.Equal(pcm.ToMemory().Length / 2, WavReader.ReadMono(wav.ToMemory().Span).Samples.Length);
        Assert.True(pcm.ToMemory().Length > 24_000);
    }

    [NativeFact(Engines.Flite)]
    public async Task It_understands_the_errors()
    {
        var exception = await Assert.ThrowsAsync<ClientResultException>(() => Client("tts-1").GenerateSpeechAsync("Hi", new GeneratedSpeechVoice("hal")));

        Assert.Equal(400, exception.Status);
        Assert.Contains("There is no voice 'hal'", exception.Message, StringComparison.Ordinal);
    }

    private AudioClient Client(string model) => new(
        model, new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(host.Worker.Client.BaseAddress!, "v1") });
}
