namespace Realtime.Compat.Engine.Hearing.Turns;

/// <summary>Waits for the same silence always (<c>server_vad</c>).</summary>
/// <param name="waitMs">The silence, in ms.</param>
internal sealed class FixedPatience(int waitMs) : IPatience
{
    /// <inheritdoc/>
    public int WaitMs => waitMs;

    /// <inheritdoc/>
    public bool WantsWords => false;

    /// <inheritdoc/>
    public bool WantsJudgement => false;

    /// <inheritdoc/>
    public void Hear(ReadOnlySpan<float> samples, bool isSpeech)
    {
    }

    /// <inheritdoc/>
    public void Understand(string words)
    {
    }

    /// <inheritdoc/>
    public void Judge(double completion)
    {
    }

    /// <inheritdoc/>
    public void GoOn()
    {
    }

    /// <inheritdoc/>
    public void Begin()
    {
    }
}
