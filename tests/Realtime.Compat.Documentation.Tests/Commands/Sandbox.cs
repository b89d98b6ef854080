using System.Globalization;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>
/// The folder in which one command runs as if it were the checkout: what it writes stays there. Programs that would change the machine are stood in for
/// by ones that write down how they were called.
/// </summary>
public sealed class Sandbox : IDisposable
{
    /// <summary>Programs of others that a page calls; each succeeds, and its calls are checked afterwards.</summary>
    private static readonly string[] StoodInFor = ["aplay", "apt-get", "brew", "dnf", "docker", "npm", "ollama", "pacman", "pip", "sudo", "systemctl"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-docs-");

    /// <summary>Makes the folder.</summary>
    public Sandbox()
    {
        foreach (var folder in (string[])["bin", "home", "data"])
            _folder.CreateSubdirectory(folder);
        Script("run.sh", $"exec '{Path.Combine(Checkout.Root, "run.sh")}' \"$@\"");
        Script("bin/realtime", $"exec dotnet '{Checkout.Built("Realtime.Compat.Server", "realtime")}' \"$@\"");
        Script("bin/realtime-speech", $"exec dotnet '{Checkout.Built("Realtime.Compat.Speech", "realtime-speech")}' \"$@\"");
        foreach (var program in StoodInFor)
            Script($"bin/{program}", $"cat >/dev/null; {{ printf '%s' {program}; printf '\\t%s' \"$@\"; echo; }} >>'{this["calls"]}'");
        // A refusal is a failure, as it is not to curl.
        File.WriteAllText(this["home/.curlrc"], "fail-with-body\nsilent\nshow-error\n");
        File.WriteAllText(this["my.yaml"], "rules:\n  - reply: This is mine.\n");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Commands", "files")))
            File.Copy(file, this[Path.GetFileName(file)]);
    }

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>The calls of programs that were stood in for, each with its arguments.</summary>
    public IReadOnlyList<string[]> Calls => File.Exists(this["calls"]) ? [.. File.ReadAllLines(this["calls"]).Select(line => line.Split('\t'))] : [];

    /// <summary>Starts a command by bash.</summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">Variables beside the sandbox's own.</param>
    public ChildProcess Start(string command, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var all = new Dictionary<string, string?>
        {
            ["HOME"] = this["home"],
            ["PATH"] = $"{this["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            // The SDK's own belongs to the machine: without it everything would be restored anew.
            ["DOTNET_CLI_HOME"] = home,
            ["NUGET_PACKAGES"] = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages"),
            ["DOTNET_ENVIRONMENT"] = null,
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"),
            ["OPENAI_API_KEY"] = null,
            ["KEY"] = "none-needed",
            ["LC_ALL"] = "C.UTF-8",
            ["REALTIME__DATADIRECTORY"] = this["data"],
            ["REALTIME__CHAT__PROVIDER"] = "scripted",
            ["REALTIME__MODELS__PULLDEFAULTS"] = "false",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            all[name] = value;
        return new ChildProcess("bash", ["-c", $"set -o pipefail; exec </dev/null; {command}"], all, _folder.FullName);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private void Script(string name, string body)
    {
        File.WriteAllText(this[name], $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
