namespace Realtime.Compat.Load;

/// <summary>What a session, or all together, came to. Times in ms from the last audible sample sent.</summary>
internal sealed class TurnLog
{
    public int Turns { get; set; }

    public int Missed { get; set; }

    public int Extra { get; set; }

    /// <summary>Errors told, connections lost, responses that failed, and turns that were never answered.</summary>
    public int Errors { get; set; }

    public List<double> SpeechStopped { get; } = [];

    public List<double> ResponseCreated { get; } = [];

    public List<double> FirstAudio { get; } = [];

    public static TurnLog Of(IEnumerable<TurnLog> logs)
    {
        var all = new TurnLog();
        foreach (var log in logs)
        {
            all.Turns += log.Turns;
            all.Missed += log.Missed;
            all.Extra += log.Extra;
            all.Errors += log.Errors;
            all.SpeechStopped.AddRange(log.SpeechStopped);
            all.ResponseCreated.AddRange(log.ResponseCreated);
            all.FirstAudio.AddRange(log.FirstAudio);
        }

        return all;
    }
}
