using System.Globalization;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Backends.OpenAI.Live;

/// <summary>Transcription of speech while it is spoken, by our worker's WebSocket `/v1/audio/transcriptions/stream`: one socket an utterance.</summary>
/// <remarks>
/// One an utterance, opened when somebody begins to speak: the handshake is over before their first word is, a failure ends with its utterance, and silent sessions take none of the worker's places.
/// </remarks>
internal sealed class LiveSpeechToText(SpeechServer server, SpeechBackendOptions options) : ILiveSpeechToText, IDisposable
{
    private const string Path = "audio/transcriptions/stream";
    private const int DefaultRateHz = 24_000;

    private readonly LiveOffer _offer = new(server, options.Live is LiveTranscription.Always);

    public bool IsOffered => _offer.Holds;

    public Task LookAsync(CancellationToken cancellationToken) => _offer.LookAsync(cancellationToken);

    public ILiveUtterance Begin(SpeechToTextOptions wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var rateHz = wanted.SpeechSampleRate ?? DefaultRateHz;
        return new LiveUtterance(stop => server.OpenAsync(Path, Query(wanted, rateHz), wanted.AdditionalProperties, stop), server.Peer, rateHz, server.Time);
    }

    public void Dispose() => _offer.Dispose();

    private string Query(SpeechToTextOptions wanted, int rateHz)
    {
        List<string> fields = [$"rate={rateHz.ToString(CultureInfo.InvariantCulture)}"];
        Add("model", options.ModelFor(wanted.ModelId));
        Add("language", wanted.SpeechLanguage ?? options.Language);
        Add("prompt", wanted.AdditionalProperties?.GetValueOrDefault("prompt") as string);
        return string.Join('&', fields);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                fields.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}
