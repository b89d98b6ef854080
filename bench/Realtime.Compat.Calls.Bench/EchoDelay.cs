using System.Diagnostics;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.Calls.Bench;

/// <summary>
/// From the caller's encoder to the caller's decoder by way of an endpoint that plays back what it hears: two encodings, two decodings, the
/// jitter buffer and the beat of the player. Without the sound cards and the caller's own jitter buffer.
/// </summary>
internal static class EchoDelay
{
    public static async Task MeasureAsync(int bursts)
    {
        await using var server = await ServerProcess.StartAsync();
        var (link, _) = await server.CallAsync();
        await using var callerEnds = link;
        var heardAt = new TaskCompletionSource<long>();
        link.Peer.OnAudio = pcm =>
        {
            if (Tones.Level(pcm) > 1_500) heardAt.TrySetResult(Stopwatch.GetTimestamp());
        };
        var delays = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var silence = new short[480];
        for (var burst = 0; burst < bursts; burst++)
        {
            // The length differs, so that bursts meet the endpoint's beat at all its phases.
            for (var frame = 0; frame < 40; frame++)
            {
                await timer.WaitForNextTickAsync();
                link.With(peer => peer.Speak(silence));
            }
            await Task.Delay(burst % 20);
            heardAt = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var said = Stopwatch.GetTimestamp();
            for (var frame = 0; frame < 10; frame++)
            {
                var at = frame;
                link.With(peer => peer.Speak(Tones.Sine(1000, 480, 480 * at)));
                await timer.WaitForNextTickAsync();
            }
            delays.Add(Stopwatch.GetElapsedTime(said, await heardAt.Task.WaitAsync(TimeSpan.FromSeconds(5))).TotalMilliseconds);
        }
        Console.WriteLine($"echo, caller's encoder to caller's decoder: {SetupTime.Median(delays):F1} ms median, {delays.Max():F1} ms worst of {bursts}");
    }
}
