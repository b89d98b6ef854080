using System.Diagnostics;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.EndToEnd;

/// <summary>Sends audio as a live microphone does: 20 ms at a time, when they have been spoken.</summary>
internal static class Microphone
{
    private const int FrameMs = 20;

    /// <summary>Speaks a clip to its end.</summary>
    /// <param name="socket">The session.</param>
    /// <param name="pcm">PCM16 of 24 kHz.</param>
    /// <param name="mark">A byte of the clip.</param>
    /// <returns>When the frame with that byte was sent, in ticks of <see cref="Stopwatch"/>.</returns>
    public static async Task<long> SpeakAsync(RealtimeSocket socket, ReadOnlyMemory<byte> pcm, int mark = 0)
    {
        const int FrameBytes = FrameMs * Pcm.BytesPerMs;
        var started = Stopwatch.GetTimestamp();
        var marked = started;
        using var frames = new PeriodicTimer(TimeSpan.FromMilliseconds(FrameMs));
        for (var sent = 0; sent < pcm.Length;)
        {
            await frames.WaitForNextTickAsync();
            // A machine that was busy catches up, as sound cards do.
            var due = (int)Math.Min((long)(Stopwatch.GetElapsedTime(started).TotalMilliseconds / FrameMs) * FrameBytes, pcm.Length);
            for (; sent < due; sent += FrameBytes)
            {
                await socket.AppendAsync(pcm.Span[sent..Math.Min(sent + FrameBytes, pcm.Length)]);
                if (sent <= mark)
                    marked = Stopwatch.GetTimestamp();
            }
        }

        return marked;
    }
}
