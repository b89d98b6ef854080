using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Embedded;

/// <summary>Text to speech that hums a tone for every letter, higher towards the end of the alphabet: PCM16, 24 kHz, mono.</summary>
internal sealed class HummingVoice : ITextToSpeechClient
{
    private const int RateHz = 24_000;
    private const int LetterMs = 60;
    private const double Loudness = 8_000;

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var letter in text.ToUpperInvariant())
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TextToSpeechResponseUpdate([new DataContent(Hum(letter), $"audio/pcm;rate={RateHz}")]);
        }
    }

    public async Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingAudioAsync(text, options, cancellationToken).ToTextToSpeechResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>One letter's tone, fading in and out; silence for what is no letter.</summary>
    private static byte[] Hum(char letter)
    {
        var pcm = new byte[RateHz * LetterMs / 1000 * sizeof(short)];
        var hz = letter is >= 'A' and <= 'Z' ? 220 * Math.Pow(2, (letter - 'A') / 12.0) : 0;
        var samples = pcm.Length / sizeof(short);
        for (var i = 0; i < samples; i++)
        {
            var fade = Math.Sin(Math.PI * i / samples);
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), (short)(Loudness * fade * Math.Sin(2 * Math.PI * hz * i / RateHz)));
        }

        return pcm;
    }
}
