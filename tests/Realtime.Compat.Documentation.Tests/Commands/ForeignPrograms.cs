using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>Judges how pages call programs that would change the machine: what they name is there.</summary>
public static class ForeignPrograms
{
    private static readonly string[] Verbs = ["certs", "doctor", "models", "replay", "serve", "talk"];

    /// <summary>Checks one call.</summary>
    /// <param name="command">The command it was a part of.</param>
    /// <param name="call">Program and arguments, as bash made them.</param>
    public static void AssertSound(DocumentedCommand command, string[] call)
    {
        switch (call)
        {
            case ["sudo", .. var others]:
                AssertSound(command, others);
                break;
            case ["apt-get", "install", .. var packages]:
                var known = Read("run.sh") + Read("test.sh");
                Assert.All(packages, package => Assert.Matches($@"\b{Regex.Escape(package)}\b", known));
                break;
            case ["brew" or "dnf", "install", "portaudio"] or ["pacman", "-S", "portaudio"] or ["pip", "install", "openai[realtime]" or "livekit-agents[openai]"] or ["aplay", "-f", "S16_LE", "-r", "24000"]:
                break;
            case ["npm", "ci", "--ignore-scripts"]:
                Assert.True(File.Exists(Path.Combine(Checkout.Root, "native", "package-lock.json")));
                break;
            case ["npm", "install", .. var packages]:
                Assert.All(packages, AssertPinned);
                break;
            case ["ollama", "serve"] or ["ollama", "pull", "…"]:
                break;
            case ["ollama", "pull", var model]:
                Assert.Matches($@"\b{Regex.Escape(model)}\b", Read("docker-compose.yml") + Read("docs/configuration.md"));
                break;
            case ["docker", "compose", "exec", var service, "dotnet", var program, var verb, ..]:
                AssertCompose(command, ["exec", service]);
                Assert.Contains(program, Read("Dockerfile"), StringComparison.Ordinal);
                Assert.Contains(verb, Verbs);
                break;
            case ["docker", "compose", .. var arguments]:
                AssertCompose(command, arguments);
                break;
            case ["docker", "build", "-t", _, "."] or ["docker", "buildx", "build", "--platform", "linux/amd64,linux/arm64", "."]:
                Assert.True(File.Exists(Path.Combine(Checkout.Root, "Dockerfile")));
                break;
            case ["docker", "run", .. var arguments]:
                AssertRun(arguments);
                break;
            default:
                Assert.Fail($"{command.Place}: nothing checks this call: {string.Join(' ', call)}");
                break;
        }
    }

    /// <summary>A package is there in the version that the tests run; one without a version is a dependency of the tests, too.</summary>
    private static void AssertPinned(string package)
    {
        var parts = Regex.Match(package, @"^(?<name>@?[^@]+)(?:@(?<version>.+))?$");
        var tried = JsonNode.Parse(Read("tests/Conformance/node/package.json"))!["dependencies"]![parts.Groups["name"].Value];
        Assert.True(tried is not null, $"{package} is not what the tests use.");
        if (parts.Groups["version"].Success)
            Assert.Equal(tried.GetValue<string>(), parts.Groups["version"].Value);
    }

    /// <summary>Variables are read, profiles and services are there.</summary>
    private static void AssertCompose(DocumentedCommand command, string[] arguments)
    {
        var compose = Read("docker-compose.yml");
        foreach (Match variable in Regex.Matches(command.Text, @"\b([A-Z_]+)="))
            Assert.Contains($"${{{variable.Groups[1].Value}", compose, StringComparison.Ordinal);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--profile")
                Assert.Matches($@"profiles: \[.*\b{Regex.Escape(arguments[++i])}\b", compose);
            else if (arguments[i] is not ("up" or "down" or "pull" or "build" or "logs" or "ps" or "exec" or "restart" or "stop" or "config") && !arguments[i].StartsWith('-'))
                Assert.Matches($@"(?m)^  {Regex.Escape(arguments[i])}:", compose);
        }
    }

    /// <summary>Settings exist, the image is one that a page builds, and without keys the ports are this machine's alone.</summary>
    private static void AssertRun(string[] arguments)
    {
        var variables = new List<string>();
        var ports = new List<string>();
        for (var i = 0; i < arguments.Length - 1; i++)
        {
            if (arguments[i] is "-e" or "--env")
                variables.Add(arguments[++i].Split('=')[0]);
            else if (arguments[i] is "-p" or "--publish")
                ports.Add(arguments[++i]);
        }

        Assert.All(variables, variable => Assert.True(RealtimeServer.Settings.Contains(variable.Replace("__", ":", StringComparison.Ordinal)), variable));
        Assert.All(ports, port => Assert.Matches(@"^(?:\d+(?:\.\d+){3}:)?(\d+):\1(?:/udp|/tcp)?$", port));
        if (!variables.Any(variable => variable.StartsWith("REALTIME__APIKEYS", StringComparison.OrdinalIgnoreCase)))
            Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Contains(Documents.All.SelectMany(page => page.Spans.Select(span => span.Code).Concat(page.Blocks.Select(block => block.Code))), code => code.Contains($"docker build -t {arguments[^1]} .", StringComparison.Ordinal));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Checkout.Root, name));
}
