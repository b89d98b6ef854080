using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.Calls.Bench;

/// <summary>The endpoint's process: lines in, lines out. <c>offer BASE64</c>, <c>stats</c>, <c>collect</c>; the end of input ends it.</summary>
internal static class Server
{
    public static async Task RunAsync()
    {
        await using var endpoint = RtcEndpoint.Start(new RtcEndpointOptions { Listen = [IPAddress.Loopback] });
        using var process = Process.GetCurrentProcess();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            Console.WriteLine(words[0] switch
            {
                "offer" => Answer(endpoint, Encoding.UTF8.GetString(Convert.FromBase64String(words[1]))),
                "collect" => Statistics(endpoint, process, collect: true),
                _ => Statistics(endpoint, process, collect: false),
            });
        }
    }

    private static string Answer(RtcEndpoint endpoint, string offer)
    {
        var echo = new Echo();
        var answer = endpoint.Accept(offer, echo);
        echo.Call = answer.Call;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(answer.Sdp));
    }

    /// <summary>Processor time in ms, resident bytes, managed bytes, calls, threads.</summary>
    private static string Statistics(RtcEndpoint endpoint, Process process, bool collect)
    {
        if (collect)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }
        process.Refresh();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{process.TotalProcessorTime.TotalMilliseconds} {process.WorkingSet64} {GC.GetTotalMemory(false)} {endpoint.CallCount} {process.Threads.Count}");
    }

    /// <summary>Plays back what it hears, and sends events back.</summary>
    private sealed class Echo : IRtcCallHandler
    {
        public IRtcCall? Call { get; set; }

        public void Opened()
        {
            // The caller begins.
        }

        public void AudioReceived(ReadOnlySpan<short> pcm)
        {
            // Each hiccup of the network makes the queue longer for good; silence is where it can be made shorter.
            if (Call is { } call && (call.PendingSamples <= 480 || pcm.ContainsAnyExceptInRange((short)-100, (short)100))) call.Play(pcm);
        }

        public void EventReceived(ReadOnlySpan<byte> utf8) => Call!.SendEvent(utf8.ToArray()).AsTask().GetAwaiter().GetResult();

        public void PlaybackDrained()
        {
            // The caller paused.
        }

        public void Closed(RtcCloseReason reason)
        {
            // Counted by the endpoint.
        }
    }
}
