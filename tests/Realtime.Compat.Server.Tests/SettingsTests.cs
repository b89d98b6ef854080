using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Tests;

public sealed class SettingsTests
{
    private static readonly string[] Verbs = ["serve", "certs"];

    [Theory]
    [InlineData("Realtime:Chat:Modle", "Realtime:Chat:Model")]
    [InlineData("Realtime:Caht:Model", "Realtime:Chat:Model")]
    [InlineData("realtime:datadirectroy", "Realtime:DataDirectory")]
    [InlineData("Realtime:DefaultTurnDetection:SilenceDurationMS2", "Realtime:DefaultTurnDetection:SilenceDurationMs")]
    [InlineData("url", "urls")]
    public void A_slip_in_a_setting_is_told_with_the_nearest_name(string typed, string meant)
    {
        var failure = Assert.Throws<OperatorException>(() => Parse($"--{typed}", "x"));

        Assert.Equal($"There is no setting {typed}; did you mean {meant}?", failure.Message);
    }

    [Fact]
    public void A_setting_like_no_other_is_sent_to_the_documentation()
    {
        var failure = Assert.Throws<OperatorException>(() => Parse("--Quux", "x"));

        Assert.Contains("docs/configuration.md", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_ways_of_writing_a_setting_mean_the_same()
    {
        Assert.Equal(["--Realtime:Chat:Model=a=b", "--urls=http://127.0.0.1:0"], Parse("--Realtime:Chat:Model=a=b", "--urls", "http://127.0.0.1:0"));
        Assert.Equal(["--Realtime:Chat:KeepAlive=-1"], Parse("--Realtime:Chat:KeepAlive", "-1"));
        Assert.Equal(["--Realtime:TextToSpeech:Voices:alloy=af_heart"], Parse("--Realtime:TextToSpeech:Voices:alloy", "af_heart"));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("true", true)]
    public void A_container_without_keys_learns_how_to_say_that_it_is_published_to_its_host_alone(string? container, bool says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://+:8000"), new("RUNNING_IN_CONTAINER", container)]).Build();

        var failure = Assert.Throws<OperatorException>(() => Listening.CheckKeys(configuration, new RealtimeOptions()));

        Assert.StartsWith("http://+:8000 can be reached from other machines, and there are no keys: set one (", failure.Message, StringComparison.Ordinal);
        Assert.Equal(says, failure.Message.Contains("REALTIME__PUBLISHEDADDRESS=127.0.0.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--Realtime:ExposeBeta needs a value.", "--Realtime:ExposeBeta")]
    [InlineData("--Realtime:Chat:Model needs a value.", "--Realtime:Chat:Model", "--urls", "http://127.0.0.1:0")]
    [InlineData("\"srve\" is neither a verb nor a setting; did you mean serve?", "srve")]
    public void What_is_no_setting_is_one_sentence(string sentence, params string[] arguments) =>
        Assert.Equal(sentence, Assert.Throws<OperatorException>(() => Parse(arguments)).Message);

    [Fact]
    public void A_slip_in_an_environment_variable_or_a_file_is_told_as_well()
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("REALTIME:CHAT:MODEL", "fine"), new("REALTIME:CHAT:MODLE", "slip")]);

        var failure = Assert.Throws<OperatorException>(() => RealtimeServer.Settings.Check(configuration));

        Assert.Equal("There is no setting REALTIME:CHAT:MODLE; did you mean Realtime:Chat:Model?", failure.Message, ignoreCase: true);
    }

    [Fact]
    public void The_documentation_lists_every_setting()
    {
        var page = File.ReadAllText(Repository.At("docs/configuration.md"));

        Assert.DoesNotContain(RealtimeServer.Settings.All, name => !page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Taken_ports_are_replaced_by_the_next_free_ones_and_free_ones_kept()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        var taken = new[] { first, second }.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();

        var others = Listening.Around($"http://127.0.0.1:{taken[0]};https://127.0.0.1:{taken[1]}/;http://127.0.0.1:0");

        var ports = others.Split(';').Select(url => new Uri(url).Port).ToArray();
        Assert.Empty(ports.Intersect(taken));
        Assert.Equal(3, ports.Distinct().Count());
        Assert.EndsWith(";http://127.0.0.1:0", others, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8000", true)]
    [InlineData("http://localhost:8000", true)]
    [InlineData("https://[::1]:8443", true)]
    [InlineData("http://0.0.0.0:8000", false)]
    [InlineData("http://[::]:8000", false)]
    [InlineData("http://192.168.1.5:8000", false)]
    public void Only_loopback_counts_as_private(string url, bool isLoopback) => Assert.Equal(isLoopback, Listening.IsLoopback(new Uri(url)));

    private static string[] Parse(params string[] arguments) => SettingArguments.Parse(arguments, RealtimeServer.Settings, Verbs);
}
