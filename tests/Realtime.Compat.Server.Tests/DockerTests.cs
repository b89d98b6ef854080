using System.Text.RegularExpressions;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Tests;

/// <summary>The files that build and start the image agree with the server and with each other.</summary>
public sealed partial class DockerTests
{
    private static readonly string Image = File.ReadAllText(Repository.At("Dockerfile"));

    private readonly ComposeFile _compose = ComposeFile.Read();

    [Fact]
    public void Settings_that_the_image_and_the_compose_file_name_exist()
    {
        foreach (Match variable in Variable().Matches(_compose.Text + Image))
            Assert.True(RealtimeServer.Settings.Contains(variable.Value.Replace("__", ":", StringComparison.Ordinal)), variable.Value);
    }

    [Fact]
    public void The_servers_ports_are_those_of_the_image_and_published_where_the_server_is_told()
    {
        var ports = _compose.List("realtime", "ports").Select(port => Port().Match(port)).ToList();

        Assert.All(ports, port => Assert.True(port.Success, port.Value));
        Assert.All(ports, port => Assert.Equal(port.Groups["published"].Value, port.Groups["port"].Value));
        Assert.Equal(
            Exposed().Match(Image).Groups[1].Value.Split(' ').Order(),
            ports.Select(port => $"{port.Groups["port"].Value}/{(port.Groups["udp"].Success ? "udp" : "tcp")}").Order());
        Assert.All(ports, port => Assert.Equal(_compose.Environment("realtime")["REALTIME__PUBLISHEDADDRESS"], port.Groups["bind"].Value));
        Assert.Equal("${REALTIME_BIND:-127.0.0.1}", ports[0].Groups["bind"].Value);
        Assert.All(Urls().Match(Image).Groups[1].Value.Split(';'), url => Assert.Contains(ports, port => url.EndsWith($":{port.Groups["port"].Value}", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_image_copies_is_there_and_reaches_the_builder()
    {
        var ignored = File.ReadAllLines(Repository.At(".dockerignore"));
        foreach (Match copied in Copied().Matches(Image))
        {
            foreach (var source in copied.Groups[1].Value.Split(' '))
            {
                Assert.True(Path.Exists(Repository.At(source)), source);
                Assert.DoesNotContain(source, ignored);
            }
        }
    }

    /// <summary>A model of gigabytes, a registry that is away: neither keeps anybody from talking.</summary>
    [Fact]
    public void The_server_waits_for_no_other_service() => Assert.Empty(_compose.List("realtime", "depends_on"));

    [Theory]
    [InlineData("ollama", "OLLAMA_URL")]
    [InlineData("observability", "OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("ollama-gpu", "OLLAMA_URL")]
    public void Addresses_of_other_services_are_those_of_services_that_exist(string service, string variable)
    {
        Assert.Contains(service, _compose.Services);
        Assert.Matches($@"\b{variable}(=|:-)http://{service}:\d+\b", _compose.Text);
    }

    [Fact]
    public void A_plain_start_takes_what_a_conversation_needs_and_profiles_add_the_rest()
    {
        var profiles = _compose.Services.ToDictionary(service => service, service => string.Join(',', _compose.List(service, "profiles")));

        Assert.Equal(["ollama", "ollama-model", "realtime"], profiles.Where(service => service.Value.Length == 0).Select(service => service.Key).Order());
        Assert.Equal(("gpu", "observability"), (profiles["ollama-gpu"], profiles["observability"]));
    }

    [ComposeFact]
    public async Task Compose_reads_the_file_with_every_profile()
    {
        var (exitCode, output) = await ComposeCommand.RunAsync(new() { ["COMPOSE_PROFILES"] = "gpu,observability" }, "config", "--services");

        Assert.True(exitCode == 0, output);
        Assert.Equal(_compose.Services.Order(), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [ComposeFact]
    public async Task One_variable_decides_who_reaches_the_server()
    {
        var (_, alone) = await ComposeCommand.RunAsync(new() { ["REALTIME_BIND"] = null }, "config");
        var (_, open) = await ComposeCommand.RunAsync(new() { ["REALTIME_BIND"] = "192.0.2.7" }, "config");

        Assert.Contains("REALTIME__PUBLISHEDADDRESS: 127.0.0.1", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.7", alone, StringComparison.Ordinal);
        Assert.Contains("REALTIME__PUBLISHEDADDRESS: 192.0.2.7", open, StringComparison.Ordinal);
        // Newer programs print ports in the long form.
        Assert.Equal(4, Regex.Count(open, @"(- |host_ip: )192\.0\.2\.7"));
    }

    [GeneratedRegex("REALTIME__[A-Z0-9_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?<bind>\$\{[^}]+\}):(?<published>\d+):(?<port>\d+)(?<udp>/udp)?$")]
    private static partial Regex Port();

    [GeneratedRegex("^EXPOSE (.+)$", RegexOptions.Multiline)]
    private static partial Regex Exposed();

    [GeneratedRegex(@"ASPNETCORE_URLS=(\S+)")]
    private static partial Regex Urls();

    [GeneratedRegex(@"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copied();
}
