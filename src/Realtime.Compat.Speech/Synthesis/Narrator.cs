using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using Realtime.Compat.Audio;
using Realtime.Compat.Speech.Api;
using Realtime.Compat.Speech.Options;

namespace Realtime.Compat.Speech.Synthesis;

/// <summary>Speaks texts clause by clause, so that several requests take turns and all of them begin soon.</summary>
internal sealed class Narrator : IDisposable
{
    /// <summary>The rate of everything that is sent, as of OpenAI's <c>pcm</c>.</summary>
    public const int OutputRateHz = 24_000;

    private readonly IReadOnlyList<ISpeechSynthesizer> _engines;
    private readonly EngineThreads _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="engines">In order of preference.</param>
    /// <param name="options">Settings.</param>
    public Narrator(IEnumerable<ISpeechSynthesizer> engines, IOptions<SpeechOptions> options)
    {
        _engines = [.. engines];
        var threadsPerCall = _engines.FirstOrDefault(engine => engine.Status.IsReady)?.ThreadsPerCall ?? 1;
        // The engines without download take turns among themselves: one thread is all they can use.
        _threads = new EngineThreads("text to speech", threadsPerCall == 1 ? 1 : Math.Max(1, Environment.ProcessorCount / threadsPerCall));
        VoiceNames = [.. VoiceCatalogue.All.Select(voice => voice.Name), .. _engines.SelectMany(engine => engine.Voices).Where(name => VoiceCatalogue.Find(name) is null).Distinct()];
        Gate = new RequestGate(options.Value.MaxSpeechRequests);
    }

    /// <summary>The engines, the preferred one first.</summary>
    public IReadOnlyList<ISpeechSynthesizer> Engines => _engines;

    /// <summary>Every name a request may give as its voice.</summary>
    public IReadOnlyList<string> VoiceNames { get; }

    /// <summary>Admits requests.</summary>
    public RequestGate Gate { get; }

    /// <summary>The voice of a name; one that only a model has is spoken as <c>alloy</c> by the other engines.</summary>
    /// <returns>Null when nobody has it.</returns>
    public Voice? FindVoice(string name) =>
        VoiceCatalogue.Find(name)
        ?? (VoiceNames.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known ? VoiceCatalogue.All[0] with { Name = known } : null);

    /// <summary>Finds language and engine for a text.</summary>
    /// <param name="text">What to say.</param>
    /// <param name="voice">The speaker.</param>
    /// <param name="speed">0.25…4.</param>
    /// <param name="language">A code the caller insists on; null for none.</param>
    /// <param name="hint">A code for what the text is probably in: taken where the text is written in its script and somebody speaks it; null for none.</param>
    /// <param name="model">An engine's name picks it; any other name leaves the choice to the language.</param>
    /// <exception cref="ApiException">400: nobody speaks the language; 503: who would is not installed.</exception>
    public SpeechRequest Plan(string text, Voice voice, double speed, string? language, string? hint, string? model)
    {
        // For a downloaded model that cannot be used the others stand in, also where it is asked for by name.
        IReadOnlyList<ISpeechSynthesizer> candidates = _engines.FirstOrDefault(engine => engine.Model == model) is { } chosen and not Sherpa.UnusableModel ? [chosen] : _engines;
        var spoken = Hinted(text, hint, candidates) ?? (language is null
            ? LanguageChoice.FromScript(text)
            : LanguageChoice.FromCode(language, code => candidates.Any(engine => engine.Speaks(code))));
        var speakers = spoken is null ? [] : candidates.Where(engine => engine.Speaks(spoken)).ToArray();
        if (speakers.Length == 0)
        {
            var names = string.Join(" and ", candidates.Select(engine => engine.Model));
            throw ApiException.Invalid($"The language '{language ?? spoken}' is not spoken by {names}.", "language", "unsupported_language");
        }

        var ready = speakers.FirstOrDefault(engine => engine.Status.IsReady) ?? throw ApiException.EngineMissing(speakers[0].Status.Detail!);
        return new SpeechRequest(text, new Manner(voice, spoken!, speed), ready);
    }

    /// <summary>Speaks.</summary>
    /// <param name="request">What and how.</param>
    /// <param name="lane">For whom.</param>
    /// <param name="cancellationToken">Stops the engine within a clause or before the next.</param>
    /// <returns>Pieces as they are made.</returns>
    /// <exception cref="EngineException">The engine failed.</exception>
    public async IAsyncEnumerable<SpokenPiece> SpeakAsync(SpeechRequest request, WorkLane lane, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Resampler? resampler = null;
        var atMs = 0.0;
        foreach (var text in Clauses.Split(request.Text))
        {
            var clause = await _threads.RunAsync(() => request.Engine.Speak(text, request.Manner, cancellationToken), cancellationToken, lane);
            if (clause.Samples.Length == 0) continue;

            // All clauses of a request come from one speaker, hence at one rate.
            resampler ??= new Resampler(clause.SampleRateHz, OutputRateHz);
            var pcm = Convert(clause.Samples, resampler);
            var startMs = atMs;
            yield return new SpokenPiece(pcm, [.. clause.Words.Select(word => word with { StartMs = startMs + word.StartMs, EndMs = startMs + word.EndMs })]);
            atMs += 1000.0 * clause.Samples.Length / clause.SampleRateHz;
        }

        if (resampler is null) yield break;
        var rest = new float[resampler.MaxOutputLength(0)];
        yield return new SpokenPiece(ToPcm(rest.AsSpan(0, resampler.Flush(rest))), []);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _threads.Dispose();

    /// <summary>A guess never makes a request fail: it counts only with an engine that is there.</summary>
    private static string? Hinted(string text, string? hint, IReadOnlyList<ISpeechSynthesizer> candidates) => hint is not null && LanguageScripts.Suits(hint, text)
        ? LanguageChoice.FromCode(hint, code => candidates.Any(engine => engine.Status.IsReady && engine.Speaks(code)))
        : null;

    private static ReadOnlyMemory<byte> Convert(short[] samples, Resampler resampler)
    {
        var input = new float[samples.Length];
        Pcm16.ToFloat(MemoryMarshal.AsBytes(samples.AsSpan()), input);
        var output = new float[resampler.MaxOutputLength(input.Length)];
        return ToPcm(output.AsSpan(0, resampler.Process(input, output)));
    }

    private static byte[] ToPcm(ReadOnlySpan<float> samples)
    {
        var pcm = new byte[samples.Length * 2];
        Pcm16.FromFloat(samples, pcm);
        return pcm;
    }
}
