namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Judges by its sound whether a speaker who has fallen silent is done. Shared by all sessions; must allow concurrent calls.</summary>
public interface ITurnModel
{
    /// <summary>Whether it is worth asking now. False costs a session nothing.</summary>
    bool IsReady { get; }

    /// <summary>
    /// Judges a turn so far. The turn does not wait for the answer: its silence runs on, and one that comes too late changes nothing, so
    /// a model that takes longer than a quarter of a second is of little use.
    /// </summary>
    /// <param name="samples">The turn up to now with the silence that raised the question, at most its last eight seconds: mono, 16 kHz, −1…1. Holds until the task completes.</param>
    /// <param name="cancellationToken">Cancelled when the speaker goes on or the turn is over: nobody wants the answer any more.</param>
    /// <returns>Probability that the speaker is done, 0…1; null when there is no judgement, and then words and prosody decide alone.</returns>
    ValueTask<double?> JudgeAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken);
}
