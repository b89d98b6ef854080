using System.Diagnostics;
using System.Globalization;

namespace Realtime.Compat.Load;

/// <summary>A server of this program's own in another process, so that its processor time and memory are its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _address;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        _address = address;
    }

    public Uri Url => new UriBuilder(_address) { Scheme = "ws", Path = "/v1/realtime", Query = "model=load" }.Uri;

    /// <summary>Processor time of all its threads since it started.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ServerProcess> StartAsync(bool unbatched, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, "--serve", "--unbatched", unbatched ? "true" : "false"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(process, new Uri(address));
    }

    /// <summary>Has the server drop its garbage and measures what stays.</summary>
    /// <returns>Bytes of its heap that are alive. Not what is resident: that grows with threads and compiled code, too, which are few or many whatever the number of sessions.</returns>
    public async Task<long> LiveBytesAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri(_address, LoadServer.CollectPath), null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return long.Parse(await response.Content.ReadAsStringAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }
}
