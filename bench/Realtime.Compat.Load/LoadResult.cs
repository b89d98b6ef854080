namespace Realtime.Compat.Load;

/// <summary>What a number of sessions came to.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Cores">Processor time of the server a second.</param>
/// <param name="IdleKilobytes">Heap of the server per session that is connected and sends nothing, after a collection, less what was alive before.</param>
/// <param name="ListeningKilobytes">Heap per session that has listened and answered for as long as was measured; likewise.</param>
/// <param name="GeneratorLagP99Ms">How late the generator's own sends were.</param>
/// <param name="Log">The turns.</param>
internal sealed record LoadResult(int Sessions, double Cores, double IdleKilobytes, double ListeningKilobytes, double GeneratorLagP99Ms, TurnLog Log)
{
    /// <summary>Processor time of the server for a second of one session, in ms.</summary>
    public double MillisecondsPerSession => Cores * 1000 / Sessions;

    public double SessionsPerCore => Sessions / Cores;
}
