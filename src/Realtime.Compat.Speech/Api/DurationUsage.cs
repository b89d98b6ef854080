namespace Realtime.Compat.Speech.Api;

/// <summary>What a transcription is billed by in OpenAI's API.</summary>
/// <param name="Type">Always <c>duration</c>.</param>
/// <param name="Seconds">Length of the audio, rounded up.</param>
internal sealed record DurationUsage(string Type, int Seconds)
{
    /// <summary>Usage of a recording.</summary>
    public static DurationUsage Of(TimeSpan duration) => new("duration", (int)Math.Ceiling(duration.TotalSeconds));
}
