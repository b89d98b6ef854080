using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Hearing;

/// <summary>Who takes the noise out of an utterance: the one or the other, never both.</summary>
public class TranscriberNoiseTests
{
    [Theory]
    [InlineData(NoiseReduction.NearField, "near_field")]
    [InlineData(NoiseReduction.FarField, "far_field")]
    public async Task A_client_that_does_it_itself_is_told_where_the_microphone_stands_and_gets_what_it_heard(NoiseReduction reduction, string field)
    {
        using var client = new ReducingEars();
        var heard = Noisy();

        await TranscribeAsync(client, heard, reduction);

        Assert.Equal(field, client.Options!.AdditionalProperties!["noise_reduction"]);
        Assert.Equal((24_000, 24_000), (client.Options.SpeechSampleRate, client.Audio!.SampleRateHz));
        Assert.Equal(heard, Bytes(client.Audio));
    }

    [Fact]
    public async Task For_any_other_client_the_session_does_it()
    {
        using var client = new Ears();
        var heard = Noisy();

        await TranscribeAsync(client, heard, NoiseReduction.FarField);

        Assert.False(client.Options!.AdditionalProperties?.ContainsKey("noise_reduction") is true);
        Assert.Equal((16_000, 16_000), (client.Options.SpeechSampleRate, client.Audio!.SampleRateHz));
        // The last tenth of a second is noise alone.
        Assert.True(Power(Samples(heard).AsSpan(^2_400..)) > 4 * Power(client.Audio.Samples.Span[^1_600..]));
    }

    [Fact]
    public async Task Without_noise_reduction_nobody_does_it()
    {
        using var client = new ReducingEars();
        var heard = Noisy();

        await TranscribeAsync(client, heard, null);

        Assert.False(client.Options!.AdditionalProperties?.ContainsKey("noise_reduction") is true);
        Assert.Equal(heard, Bytes(client.Audio!));
    }

    private static Task<Transcript> TranscribeAsync(ISpeechToTextClient client, byte[] audio, NoiseReduction? reduction) => Transcriber.TranscribeAsync(
        client,
        new Utterance(audio, AudioFormat.Pcm16) { ReportTranscription = false, NoiseReduction = reduction },
        new TranscriptionWishes(null, false, "sess_1"),
        _ => ValueTask.CompletedTask,
        CancellationToken.None);

    /// <summary>Three seconds of PCM16: a tone for half of each second, in white noise.</summary>
    private static byte[] Noisy()
    {
        var random = new Random(1);
        short[] samples = [.. Enumerable.Range(0, 72_000).Select(i => (short)(1500 * (2 * random.NextDouble() - 1) + (i % 24_000 < 12_000 ? 6000 * Math.Sin(i / 12.7) : 0)))];
        return MemoryMarshal.AsBytes<short>(samples).ToArray();
    }

    private static float[] Samples(byte[] pcm)
    {
        var samples = new float[pcm.Length / 2];
        Pcm16.ToFloat(pcm, samples);
        return samples;
    }

    private static byte[] Bytes(WavAudio audio)
    {
        var pcm = new byte[2 * audio.Samples.Length];
        Pcm16.FromFloat(audio.Samples.Span, pcm);
        return pcm;
    }

    private static double Power(ReadOnlySpan<float> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
            sum += sample * sample;
        return sum / samples.Length;
    }

    private sealed class ReducingEars : Ears, INoiseReducingSpeechToText;

    private class Ears : ISpeechToTextClient
    {
        public SpeechToTextOptions? Options { get; private set; }

        public WavAudio? Audio { get; private set; }

        public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
            Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            using var wav = new MemoryStream();
            await audioSpeechStream.CopyToAsync(wav, cancellationToken);
            (Options, Audio) = (options, WavReader.ReadMono(wav.ToArray()));
            yield return new SpeechToTextResponseUpdate("hello") { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
        }

        public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

        public void Dispose()
        {
        }
    }
}
