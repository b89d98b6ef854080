using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Api;
using Realtime.Compat.Speech.Options;

namespace Realtime.Compat.Speech.Turns;

/// <summary>Has the turn model judge, on threads of its own: a question that is a quarter of a second old is of no use, so none waits behind a transcription.</summary>
internal sealed class TurnJudge : IDisposable
{
    /// <summary>Questions that may wait for each thread. More could not be answered in time.</summary>
    private const int WaitingPerThread = 8;

    private readonly EngineThreads? _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="model">The model; null when none is installed or wanted.</param>
    /// <param name="options">Settings.</param>
    public TurnJudge(ITurnModel? model, IOptions<SpeechOptions> options)
    {
        Model = model;
        var atOnce = options.Value.RecognitionsAtOnce(threadsPerCall: 1);
        _threads = model is { Status.IsReady: true } ? new EngineThreads($"turns {model.Model}", atOnce) : null;
        Gate = new RequestGate(atOnce * (1 + WaitingPerThread));
    }

    /// <summary>The model; null when none is installed or wanted.</summary>
    public ITurnModel? Model { get; }

    /// <summary>Admits questions; entered before a body is read.</summary>
    public RequestGate Gate { get; }

    /// <summary>Judges.</summary>
    /// <param name="samples">Mono, 16 kHz.</param>
    /// <param name="lane">For whom.</param>
    /// <param name="cancellationToken">Drops the question if it has not begun.</param>
    /// <returns>Probability that the speaker is done, 0…1.</returns>
    /// <exception cref="EngineException">The model failed.</exception>
    public Task<double> JudgeAsync(ReadOnlyMemory<float> samples, WorkLane lane, CancellationToken cancellationToken)
    {
        ThrowIfUnable();
        return _threads!.RunAsync(() => Model!.Judge(samples.Span), cancellationToken, lane);
    }

    /// <summary>Says why nobody can judge.</summary>
    /// <exception cref="ApiException">404: there is no model; 503: it cannot be used.</exception>
    public void ThrowIfUnable()
    {
        if (Model is null) throw ApiException.NotFound("No turn model is in use: realtime models pull smart-turn-v3.", "model_not_found");
        if (Model.Status.Detail is { } detail) throw ApiException.EngineMissing(detail);
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _threads?.Dispose();
}
