using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Realtime.Compat.LiveServer;

/// <summary>The built `realtime` on free ports of loopback, with a data directory and a certificate of its own, and its speech worker.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    private readonly ChildProcess _process;
    private readonly DirectoryInfo _data;
    private readonly HttpClient _http;

    private RunningServer(ChildProcess process, DirectoryInfo data, int port, int tlsPort)
    {
        _process = process;
        _data = data;
        Url = new Uri($"http://127.0.0.1:{port}");
        TlsUrl = new Uri($"https://localhost:{tlsPort}");
        _http = new HttpClient { BaseAddress = Url };
    }

    /// <summary>Where it listens without TLS.</summary>
    public Uri Url { get; }

    /// <summary>Where it listens with TLS.</summary>
    public Uri TlsUrl { get; }

    /// <summary>PEM file of the authority that signed its certificate.</summary>
    public string AuthorityPath => Path.Combine(_data.FullName, "certs", "realtime-ca.pem");

    /// <summary>What it printed last.</summary>
    public string Output => _process.Output;

    /// <summary>Starts the built server and waits until it and its speech engines are ready.</summary>
    /// <param name="settings">Further settings, `--Realtime:…` with their values.</param>
    public static Task<RunningServer> StartAsync(params IEnumerable<string> settings) =>
        StartAsync("dotnet", [Checkout.Built("Realtime.Compat.Server", "realtime"), "serve"], Patience, settings);

    /// <summary>Starts the server as a user does, by `run.sh`, which builds it first if need be.</summary>
    public static Task<RunningServer> StartByScriptAsync() => StartAsync(Path.Combine(Checkout.Root, "run.sh"), [], TimeSpan.FromMinutes(5), []);

    private static async Task<RunningServer> StartAsync(string program, string[] verb, TimeSpan patience, IEnumerable<string> settings)
    {
        var data = Directory.CreateTempSubdirectory("realtime-test-");
        var (port, tlsPort) = (FreePort.Next(), FreePort.Next());
        string[] arguments =
        [
            .. verb,
            "--urls", $"http://127.0.0.1:{port};https://127.0.0.1:{tlsPort}",
            "--Realtime:DataDirectory", data.FullName,
            "--Realtime:Chat:Provider", "scripted",
            .. settings,
        ];
        var process = new ChildProcess(program, arguments, new Dictionary<string, string?>
        {
            ["DOTNET_ENVIRONMENT"] = null,
            ["ASPNETCORE_URLS"] = null,
            // No test downloads models.
            ["REALTIME__MODELS__PULLDEFAULTS"] = "false",
        });
        var server = new RunningServer(process, data, port, tlsPort);
        try
        {
            await server.ReadyAsync(patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Address of a new session, plain or with TLS.</summary>
    /// <param name="query">What follows the question mark.</param>
    /// <param name="tls">Whether to use TLS.</param>
    public Uri SessionUrl(string query = "model=gpt-realtime", bool tls = false)
    {
        var home = tls ? TlsUrl : Url;
        return new UriBuilder(home) { Scheme = tls ? "wss" : "ws", Path = "/v1/realtime", Query = query }.Uri;
    }

    /// <summary>Accepts this server's certificate and no other.</summary>
    public RemoteCertificateValidationCallback TrustsItsAuthority() => (_, certificate, _, _) =>
    {
        using var authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityPath);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 shown && chain.Build(shown);
    };

    /// <summary>Waits until the server says that all its parts are well.</summary>
    /// <exception cref="TimeoutException">It does not; the message has what it said last.</exception>
    public Task ReadyAsync() => ReadyAsync(Patience);

    private async Task ReadyAsync(TimeSpan patience)
    {
        var last = "nothing";
        var started = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(BetweenLooks);
        while (await looks.WaitForNextTickAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended.\n{Output}");
            try
            {
                last = await _http.GetStringAsync("/health");
                if (JsonNode.Parse(last)!["status"]!.GetValue<string>() == "healthy")
                    return;
            }
            catch (HttpRequestException notYet)
            {
                last = notYet.Message;
            }

            if (Stopwatch.GetElapsedTime(started) > patience)
                throw new TimeoutException($"The server was not ready after {patience}: {last}\n{Output}");
        }
    }

    /// <summary>The speech worker's process ids (Linux).</summary>
    public IReadOnlyList<int> WorkerIds() =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(IsWorker)];

    /// <summary>Asks it to end, as an operator or a service manager does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        await using (var kill = new ChildProcess("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.ExitAsync(Patience);
        return await _process.ExitAsync(Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private bool IsWorker(int id)
    {
        try
        {
            // Field 4 of stat is the parent; the command in brackets before it may hold anything.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var parent = int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            return parent == _process.Id && File.ReadAllText($"/proc/{id}/cmdline").Contains("realtime-speech", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return false;
        }
    }
}
