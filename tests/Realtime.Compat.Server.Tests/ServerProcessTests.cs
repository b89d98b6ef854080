using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Server.Tests;

/// <summary>The built server as its user meets it.</summary>
public sealed class ServerProcessTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task It_starts_and_says_what_serves_each_part_and_where_to_connect()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();

        var lines = server.Output.Split('\n');
        Assert.Equal(["voice activity", "speech to text", "chat", "text to speech"], lines.Skip(1).Take(4).Select(line => line.Split("  ")[0]));
        Assert.Contains(lines, line => line.StartsWith("chat", StringComparison.Ordinal) && line.Contains("scripted", StringComparison.Ordinal) && line.Contains("ready", StringComparison.Ordinal));
        Assert.Contains($"NODE_EXTRA_CA_CERTS={_directory["data/certs/realtime-ca.pem"]}", server.Output, StringComparison.Ordinal);
        Assert.Contains($"baseURL: '{new Uri(server.Address("https"), "/v1")}'", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', server.Output);
        Assert.True(Directory.EnumerateFiles(_directory["data/logs"]).Any());
    }

    [Fact]
    public async Task Health_models_and_home_page_answer()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        using var http = new HttpClient { BaseAddress = server.Address("http") };

        using var health = JsonDocument.Parse(await http.GetStringAsync("/health"));
        Assert.Equal(["voice_activity", "speech_to_text", "chat", "text_to_speech"], health.RootElement.GetProperty("parts").EnumerateObject().Select(part => part.Name));
        using var models = JsonDocument.Parse(await http.GetStringAsync("/v1/models"));
        Assert.Contains("gpt-realtime", models.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
        using var page = await http.GetAsync("/");
        Assert.StartsWith("default-src 'none'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Realtime.Compat is running", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_trusts_the_printed_file_connects_over_tls_and_one_that_does_not_is_kept_off()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        var url = new UriBuilder(server.Address("https")) { Scheme = "wss", Host = "localhost", Path = "/v1/realtime", Query = "model=gpt-realtime" }.Uri;

        using var trusting = new ClientWebSocket();
        using var authority = X509CertificateLoader.LoadCertificateFromFile(_directory["data/certs/realtime-ca.pem"]);
        trusting.Options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            if ((errors & ~System.Net.Security.SslPolicyErrors.RemoteCertificateChainErrors) != 0)
                return false;
            chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build((X509Certificate2)certificate!);
        };
        await trusting.ConnectAsync(url, CancellationToken.None);
        using var created = await ReceiveAsync(trusting);
        Assert.Equal("session.created", created.RootElement.GetProperty("type").GetString());

        using var wary = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => wary.ConnectAsync(url, CancellationToken.None));
    }

    [Theory]
    [InlineData("--Realtime:AllowAnonymous", "true")]
    [InlineData("--Realtime:ApiKeys:0", "sk-0123456789")]
    public async Task Other_machines_are_let_in_with_keys_or_when_that_is_said_aloud(string setting, string value)
    {
        await using var server = await RunningServer.Start(_directory, "--urls", "http://0.0.0.0:0", setting, value).ReportedAsync();

        // The warning follows the report.
        const string warning = "anybody who reaches it may use the models";
        if (value == "true")
            await Eventually.TrueAsync(() => server.Errors.Contains(warning, StringComparison.Ordinal));
        else
            Assert.DoesNotContain(warning, server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task A_container_needs_no_keys_when_its_ports_are_published_to_its_host_alone(string published)
    {
        await using var server = await RunningServer.Start(_directory, "--urls", "http://0.0.0.0:0", "--Realtime:PublishedAddress", published).ReportedAsync();

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://127.0.0.1:{server.Address("http").Port}/health")).StatusCode);
    }

    [Fact]
    public async Task A_container_that_others_reach_starts_with_a_key()
    {
        await using var server = await RunningServer.Start(_directory, "--urls", "http://0.0.0.0:0", "--Realtime:PublishedAddress", "0.0.0.0", "--Realtime:ApiKeys:0", "sk-0123456789").ReportedAsync();

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync($"http://127.0.0.1:{server.Address("http").Port}/v1/models")).StatusCode);
    }

    [Fact]
    public async Task A_browser_gets_the_page_to_talk_to_and_anything_else_the_state()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        using var http = new HttpClient { BaseAddress = server.Address("http") };
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/");
        ask.Headers.Add("Accept", "text/html,application/xhtml+xml");

        using var page = await http.SendAsync(ask);
        var html = await page.Content.ReadAsStringAsync();

        Assert.Contains("playground/app.js", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self'", string.Join(' ', page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.DoesNotMatch("<script>| style=| on[a-z]+=", html);
        foreach (Match file in Regex.Matches(html, "playground/[a-z.-]+"))
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/{file.Value}")).StatusCode);
        using var configuration = JsonDocument.Parse(await http.GetStringAsync("/playground/config.json"));
        Assert.Contains("alloy", configuration.RootElement.GetProperty("voices").EnumerateArray().Select(voice => voice.GetString()));
        Assert.Equal(server.Address("https").Port, configuration.RootElement.GetProperty("httpsPort").GetInt32());
        Assert.Contains("Realtime.Compat is running", await http.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/playground/../appsettings.json")).StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence_with_a_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var server = RunningServer.Start(_directory, "--urls", $"http://127.0.0.1:{port}");

        Assert.Equal(1, await server.ExitAsync());
        Assert.Matches($"Port {port} is taken by another program: stop it or start with --urls http://127\\.0\\.0\\.1:\\d+\\s*$", server.Errors);
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Realtime:Chat:MaxOutputTokens is \"abc\"; set it to a whole number.", "--Realtime:Chat:MaxOutputTokens", "abc")]
    [InlineData("Realtime:Chat:Provider is \"gpt\"; set it to auto, ollama, openai or scripted.", "--Realtime:Chat:Provider", "gpt")]
    [InlineData("Realtime:MaxSessions must be at least 1; it is 0.", "--Realtime:MaxSessions", "0")]
    [InlineData("Realtime:TextToSpeech:Url is \"nowhere\"; set it to an address such as http://localhost:8000.", "--Realtime:TextToSpeech:Url", "nowhere")]
    [InlineData("There is no setting Realtime:Chat:Modle; did you mean Realtime:Chat:Model?", "--Realtime:Chat:Modle", "x")]
    [InlineData("Invalid url: 'nonsense'; write --urls http://127.0.0.1:8000.", "--urls", "nonsense")]
    [InlineData("or say that nobody needs one with --Realtime:AllowAnonymous true.", "--urls", "http://0.0.0.0:0")]
    [InlineData("or say that nobody needs one with REALTIME_ALLOWANONYMOUS=true (REALTIME__ALLOWANONYMOUS).", "--Realtime:PublishedAddress", "192.0.2.7")]
    [InlineData("or say that nobody needs one with REALTIME_ALLOWANONYMOUS=true (REALTIME__ALLOWANONYMOUS).", "--Realtime:PublishedAddress", "[::]")]
    [InlineData("Realtime:PublishedAddress is \"myhost\"; set it to the host's IP address at which the container's ports are published (127.0.0.1 for this machine alone).", "--Realtime:PublishedAddress", "myhost")]
    [InlineData("Realtime:Calls: \"here\" is no IP address; write one such as 192.168.1.5, or 0.0.0.0 for all.", "--Realtime:Calls:Listen:0", "here")]
    [InlineData("Realtime:ClientSecrets:SigningKey must have at least 32 characters; `openssl rand -base64 32` makes one; it is shorter.", "--Realtime:ClientSecrets:SigningKey", "abc")]
    public async Task A_bad_setting_is_one_sentence_that_names_it(string sentence, params string[] arguments)
    {
        await using var server = RunningServer.Start(_directory, arguments);

        Assert.Equal(1, await server.ExitAsync());
        Assert.EndsWith(sentence, server.Errors.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "https://127.0.0.1:0")]
    [InlineData("--urls", "http://127.0.0.1:0")]
    public async Task A_certificate_of_the_operators_that_is_not_there_is_one_sentence(params string[] arguments)
    {
        await using var server = RunningServer.Start(_directory, [.. arguments, "--Kestrel:Certificates:Default:Path", _directory["none.pem"]]);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("\nKestrel:Certificates:Default: the certificate cannot be used (", server.Errors, StringComparison.Ordinal);
        Assert.Contains("set Kestrel:Certificates:Default:Path and :KeyPath to PEM files", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_kestrel_by_tls_shows_the_servers_own_certificate_where_it_has_none()
    {
        await using var server = await RunningServer.Start(_directory, "--Kestrel:Endpoints:Web:Url", "https://127.0.0.1:0").ReportedAsync();

        Assert.Contains("NODE_EXTRA_CA_CERTS=", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_of_kestrel_that_others_reach_needs_keys_whatever_the_addresses_say()
    {
        await using var server = RunningServer.Start(_directory, "--Kestrel:Endpoints:Web:Url", "http://0.0.0.0:0");

        Assert.Equal(1, await server.ExitAsync());
        Assert.StartsWith("http://0.0.0.0:0 can be reached from other machines, and there are no keys", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_place_of_the_data_directory_is_one_sentence()
    {
        File.WriteAllText(_directory["data"], "");
        await using var server = RunningServer.Start(_directory);

        Assert.Equal(1, await server.ExitAsync());
        Assert.StartsWith($"Realtime:DataDirectory is \"{_directory["data"]}\", and the server cannot write there", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_in_the_data_directory_are_read()
    {
        Directory.CreateDirectory(_directory["data"]);
        File.WriteAllText(_directory["data/appsettings.json"], """{ "Realtime": { "MaxSessions": 0 } }""");
        await using var server = RunningServer.Start(_directory);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains("Realtime:MaxSessions", server.Errors, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Told_to_stop_it_ends_soon_with_exit_code_0_and_leaves_no_child()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        var worker = Assert.Single(server.Children());
        var clock = Stopwatch.StartNew();

        server.Terminate();

        Assert.Equal(0, await server.ExitAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.False(Directory.Exists($"/proc/{worker}"), "The speech worker still runs.");
    }

    [LinuxFact]
    public async Task A_killed_worker_is_replaced_and_its_end_is_told()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        var first = Assert.Single(server.Children());

        using (var worker = Process.GetProcessById(first))
            worker.Kill();

        await Eventually.TrueAsync(() => server.Errors.Contains("The speech worker ended (killed by SIGKILL", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => server.Children().Any(child => child != first));
    }

    [LinuxFact]
    public async Task A_server_that_is_killed_takes_its_worker_along()
    {
        await using var server = await RunningServer.Start(_directory).ReportedAsync();
        var worker = Assert.Single(server.Children());

        using (var process = Process.GetProcessById(server.Id))
            process.Kill();

        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{worker}") || File.ReadAllText($"/proc/{worker}/stat").Contains(") Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_worker_is_started_where_both_stages_are_served_elsewhere()
    {
        await using var server = await RunningServer.Start(
            _directory, "--Realtime:SpeechToText:Url", "http://127.0.0.1:9", "--Realtime:TextToSpeech:Url", "http://127.0.0.1:9").ReportedAsync();

        Assert.DoesNotContain("speech worker", server.Output + server.Errors, StringComparison.Ordinal);
        Assert.Contains("down:", server.Output, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Empty(server.Children());
    }

    private static async Task<JsonDocument> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 << 10];
        var length = 0;
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += result.Count;
            if (result.EndOfMessage)
                return JsonDocument.Parse(buffer.AsMemory(0, length));
        }
    }
}
