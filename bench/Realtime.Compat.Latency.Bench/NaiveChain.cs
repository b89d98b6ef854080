using System.Diagnostics;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.OpenAI;

namespace Realtime.Compat.Latency.Bench;

/// <summary>What most people build first: transcribe the whole turn, then have the whole answer written, then have all of it spoken.</summary>
internal sealed class NaiveChain(Uri worker, IChatClient chat) : IDisposable
{
    private readonly OpenAISpeechToTextClient _ears = new(new SpeechBackendOptions(), () => worker);
    private readonly OpenAITextToSpeechClient _voice = new(new SpeechBackendOptions(), () => worker);

    /// <summary>Runs it for one question, from the end of the turn.</summary>
    /// <returns>Ms until there is audio to play.</returns>
    public async Task<double> RunAsync(Question question)
    {
        var samples = new float[question.Pcm.Length / 2];
        Pcm16.ToFloat(question.Pcm, samples);
        using var wav = new MemoryStream(WavWriter.ToBytes(samples, 24_000));
        var began = Stopwatch.GetTimestamp();
        var heard = await _ears.GetTextAsync(wav);
        var answer = await chat.GetResponseAsync([new ChatMessage(ChatRole.User, heard.Text)]);
        await _voice.GetAudioAsync(answer.Text);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    public void Dispose()
    {
        _ears.Dispose();
        _voice.Dispose();
    }
}
