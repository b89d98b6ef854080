using Realtime.Compat.Backends;
using Realtime.Compat.Server.SpeechWorker;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the turn model, where there is one, judges in time.</summary>
/// <param name="url">The worker that has it; null where none runs.</param>
/// <param name="health">Asks a worker how it is.</param>
/// <param name="client">Asks the model.</param>
/// <param name="time">Times it.</param>
internal sealed class TurnModelCheck(Uri? url, Func<Uri, CancellationToken, Task<WorkerHealth>> health, TurnModelClient client, TimeProvider time) : ICheck
{
    private const int OneSecond = 16_000;

    /// <inheritdoc/>
    public string Name => "turn model";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (url is null || (await health(url, cancellationToken)).Turns is not { } turns)
            return Finding.Fine("none: semantic_vad goes by words and prosody");
        if (turns.State != "ready")
            return Finding.Wrong(turns.Detail ?? $"{turns.Engine} cannot be used", $"./run.sh models remove {turns.Engine} && ./run.sh models pull {turns.Engine}");
        var began = time.GetTimestamp();
        var judgement = await client.JudgeAsync(new float[OneSecond], cancellationToken);
        return judgement is null
            ? Finding.Wrong($"{turns.Engine} gave no judgement in time", $"--{TurnModelOptions.Section}:{nameof(TurnModelOptions.Timeout)} 00:00:00.500, or ./run.sh models list for a smaller one")
            : Finding.Fine($"{turns.Engine} judges in {time.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }
}
