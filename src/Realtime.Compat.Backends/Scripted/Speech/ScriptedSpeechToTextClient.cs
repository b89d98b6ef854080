using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Backends.Scripted.Speech;

/// <summary>
/// Transcription without a model, for tests: the same recording is always the same text. A script (`hear:` in docs/scripted.md) tells
/// recordings apart by their tone and length; what the scripted voice spoke is understood as it was written; anything else is "hello".
/// </summary>
public sealed class ScriptedSpeechToTextClient : ISpeechToTextClient
{
    private const double ToneTolerance = 0.03;
    private readonly IReadOnlyList<ScriptHearing> _hearings;

    /// <summary>Makes a client; reads the script at once.</summary>
    /// <param name="scriptFile">YAML or JSON; null for none.</param>
    /// <exception cref="ScriptException">The file cannot be opened or is no script.</exception>
    public ScriptedSpeechToTextClient(string? scriptFile = null)
        : this(string.IsNullOrEmpty(scriptFile) ? Script.Empty : ScriptReader.ReadFile(scriptFile))
    {
    }

    internal ScriptedSpeechToTextClient(Script script) => _hearings = script.Hearings;

    /// <inheritdoc/>
    /// <exception cref="BackendException">The recording is no WAV file.</exception>
    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new SpeechToTextResponse(Hear(audioSpeechStream)) { ModelId = "scripted" });
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">The recording is no WAV file.</exception>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetTextAsync(audioSpeechStream, options, cancellationToken);
        yield return new SpeechToTextResponseUpdate(response.Text) { Kind = SpeechToTextResponseUpdateKind.TextUpdated, ModelId = "scripted" };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string Hear(Stream audio)
    {
        WavAudio wav;
        try
        {
            wav = WavReader.ReadMono(audio);
        }
        catch (InvalidDataException e)
        {
            throw new BackendException(BackendErrorCodes.Refused, "The script hears WAV files only.", e);
        }

        var toneHz = ToneVoice.LoudestToneHz(wav.Samples.Span, wav.SampleRateHz);
        foreach (var hearing in _hearings)
        {
            var ms = wav.Duration.TotalMilliseconds;
            if ((hearing.MinMs is null || ms >= hearing.MinMs) && (hearing.MaxMs is null || ms <= hearing.MaxMs)
                && (hearing.ToneHz is not { } wanted || Math.Abs(toneHz - wanted) <= wanted * ToneTolerance))
                return hearing.Text;
        }

        return ToneVoice.Understand(wav.Samples.Span, wav.SampleRateHz) ?? "hello";
    }
}
