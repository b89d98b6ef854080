using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Backends.Scripted.Speech;
using Realtime.Compat.Speech.Tests.Support.Onnx;
using Realtime.Compat.Testing.StandIn;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Every speech client there is, made as the server makes it: of other people's servers, of the script, and of the worker with each of its engines.</summary>
public sealed class SpeechClientsUnderTest(EngineWorkers workers) : IAsyncLifetime
{
    /// <summary>Names of the clients that need no engine.</summary>
    public const string Remote = "remote", RemoteStreaming = "remote that streams", Failover = "second server of two", Scripted = "scripted";

    private readonly StandInServer _ears = SpeechBackends.Ears(streams: false);
    private readonly StandInServer _streamingEars = SpeechBackends.Ears(streams: true);
    private readonly StandInServer _mouth = SpeechBackends.Mouth(24_000);
    private readonly StandInServer _slowMouth = SpeechBackends.Mouth(16_000);
    private readonly StandInServer _broken = SpeechBackends.Broken();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in new[] { _ears, _streamingEars, _mouth, _slowMouth, _broken }) await server.DisposeAsync();
    }

    /// <summary>What hears by that name.</summary>
    public async Task<ISpeechToTextClient> EarsAsync(string name) =>
        SpeechClients.SpeechToText(await OptionsAsync(name, RemoteStreaming, _ears.Url, _streamingEars.Url));

    /// <summary>What speaks by that name.</summary>
    public async Task<ITextToSpeechClient> MouthAsync(string name) =>
        SpeechClients.TextToSpeech(await OptionsAsync(name, RemoteStreaming, _mouth.Url, _slowMouth.Url));

    /// <summary>A recording in which that one hears something.</summary>
    public async Task<byte[]> SpeechForAsync(string name)
    {
        ITextToSpeechClient? voice = name == Scripted ? new ScriptedTextToSpeechClient() : name == "pocketsphinx-en-us" ? await MouthAsync("flite") : null;
        if (voice is null) return Sound.Wav(3);

        using (voice)
        {
            var spoken = (await voice.GetAudioAsync("Hello.")).Contents.OfType<DataContent>().Single().Data;
            var samples = new float[spoken.Length / 2];
            Pcm16.ToFloat(spoken.Span, samples);
            return WavWriter.ToBytes(samples, 24_000);
        }
    }

    /// <summary>Waits until the worker with that engine has no request inside.</summary>
    public async Task IdleAsync(string engine, string stage) => await (await workers.Of(engine)).IdleAsync(stage);

    private async Task<SpeechBackendOptions> OptionsAsync(string name, string streaming, Uri plain, Uri other) => name switch
    {
        Remote => new() { Url = plain.ToString(), Model = "theirs" },
        Failover => new() { Url = _broken.Url.ToString(), Model = "theirs", Fallbacks = { new SpeechFallbackOptions { Url = plain.ToString(), Model = "others" } } },
        Scripted => new() { Provider = "scripted" },
        _ when name == streaming => new() { Url = other.ToString(), Model = "theirs", SampleRateHz = 24_000 },
        _ => new() { Url = (await workers.Of(name)).Client.BaseAddress!.ToString(), Model = name, Timeout = TimeSpan.FromMinutes(2) },
    };
}
