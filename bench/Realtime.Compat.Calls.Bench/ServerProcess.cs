using System.Diagnostics;
using System.Globalization;
using System.Text;
using Realtime.Compat.WebRtc.Tests.Support;

namespace Realtime.Compat.Calls.Bench;

/// <summary>The endpoint's process, as its callers see it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "serve")
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        UseShellExecute = false,
    })!;

    /// <summary>Waits until the process listens, so that its own start is in no figure.</summary>
    public static async Task<ServerProcess> StartAsync()
    {
        var server = new ServerProcess();
        await server.StatisticsAsync();
        return server;
    }

    /// <summary>Makes a call.</summary>
    /// <returns>Once its channel is open, with the time from the offer to there in ms.</returns>
    public async Task<(UdpLink Link, double OpenMs)> CallAsync()
    {
        var link = new UdpLink();
        var opened = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Peer.OnOpen = () => opened.TrySetResult(Stopwatch.GetTimestamp());
        link.Peer.OnAudio = _ => { };
        var offer = link.Peer.Offer();
        var started = Stopwatch.GetTimestamp();
        var answer = await AskAsync($"offer {Convert.ToBase64String(Encoding.UTF8.GetBytes(offer))}");
        link.Begin(Encoding.UTF8.GetString(Convert.FromBase64String(answer)));
        var end = await opened.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return (link, Stopwatch.GetElapsedTime(started, end).TotalMilliseconds);
    }

    public async Task<ServerStatistics> StatisticsAsync(bool collect = false)
    {
        var fields = (await AskAsync(collect ? "collect" : "stats")).Split(' ');
        return new ServerStatistics(
            double.Parse(fields[0], CultureInfo.InvariantCulture), long.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture), int.Parse(fields[4], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The endpoint's process ended.");
    }
}
