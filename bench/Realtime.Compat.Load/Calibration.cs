namespace Realtime.Compat.Load;

/// <summary>
/// Finds where each recording's turns end: one session hears all of them twice, as fast as it can (turns are decided in audio time), and the
/// second time counts.
/// </summary>
internal static class Calibration
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(Uri url, Recording[] recordings, CancellationToken cancellationToken)
    {
        var ends = new List<long>();
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var connection = new Connection(head =>
        {
            if (head.Type == "input_audio_buffer.speech_stopped")
                ends.Add(head.AtMs);
            if (head.Type is "input_audio_buffer.cleared")
                last.TrySetResult();
        });
        await connection.OpenAsync(url, cancellationToken);
        foreach (var recording in recordings.Concat(recordings))
        {
            foreach (var message in recording.Messages)
                await connection.SendAsync(message, cancellationToken);
        }

        // Answered in order: when this is, all audio has been heard.
        await connection.SendAsync("""{"type":"input_audio_buffer.clear"}"""u8.ToArray(), cancellationToken);
        await last.Task.WaitAsync(Patience, cancellationToken);
        await connection.CloseAsync();

        var start = recordings.Sum(recording => (long)recording.LengthMs);
        foreach (var recording in recordings)
        {
            recording.TurnEndsMs = [.. ends.Where(end => end > start && end <= start + recording.LengthMs).Select(end => end - start)];
            start += recording.LengthMs;
        }
    }
}
