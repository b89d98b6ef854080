using Realtime.Compat.Backends;
using Realtime.Compat.Engine.Hearing.Turns;

namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>The speech worker's turn model, or that of a server that is set, as the engine asks it.</summary>
/// <param name="client">Asks it.</param>
internal sealed class WorkerTurnModel(TurnModelClient client) : ITurnModel
{
    /// <inheritdoc/>
    public bool IsReady => client.IsReady;

    /// <inheritdoc/>
    public ValueTask<double?> JudgeAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken) => client.JudgeAsync(samples, cancellationToken);
}
