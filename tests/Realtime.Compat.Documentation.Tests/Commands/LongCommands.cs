using System.Text.RegularExpressions;
using System.Xml.Linq;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Commands;

/// <summary>Commands that take too long to run in a test, or that run these tests: what they name is there.</summary>
public static class LongCommands
{
    /// <summary>The script compiles, and the project is one of the tests'.</summary>
    public static async Task TestScriptAsync(CommandRun run)
    {
        await run.SucceedAsync($"bash -n '{Path.Combine(Checkout.Root, "test.sh")}'");
        if (run.Command.Text.Split(' ') is [_, var project])
            Assert.True(Directory.Exists(Path.Combine(Checkout.Root, "tests", $"Realtime.Compat.{project}.Tests")), project);
    }

    /// <summary>The project, the variable and each part of the filter occur.</summary>
    public static Task TestsAsync(CommandRun run)
    {
        var command = Regex.Match(run.Command.Text, """^(?<variable>[A-Z_]+)=\S+ dotnet test (?<project>\S+) --filter "(?<filter>[^"]+)"$""");
        Assert.True(command.Success, run.Command.Text);
        var sources = SourcesOf(command.Groups["project"].Value);
        Assert.All(command.Groups["filter"].Value.Split('|').Append(command.Groups["variable"].Value), part => Assert.Contains(part, sources, StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    /// <summary>It is part of the test script.</summary>
    public static Task FormatAsync(CommandRun run)
    {
        Assert.Contains(run.Command.Text, File.ReadAllText(Path.Combine(Checkout.Root, "test.sh")), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    /// <summary>The benchmark is there, and each word it is given is one that it reads, or a number, a placeholder or a file's name.</summary>
    public static async Task BenchmarkAsync(CommandRun run)
    {
        var parts = Regex.Match(run.Command.Text, @"(?<place>bench/\S+)(?: (?:-- )?(?<words>.+))?$");
        var place = parts.Groups["place"].Value;
        var script = Path.Combine(Checkout.Root, place);
        if (File.Exists(script))
            await run.SucceedAsync($"bash -n '{script}'");
        var sources = SourcesOf(place == "bench/load" ? "bench/Realtime.Compat.Load" : File.Exists(script) ? "bench" : place);
        foreach (var word in parts.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !Regex.IsMatch(word, @"^\d+$|^[A-Z]+$|\.\w+$")))
            Assert.Contains($"\"{word}\"", sources, StringComparison.Ordinal);
    }

    /// <summary>The version is the one that the tests use; <see cref="Snippets.CSharpTests"/> adds it.</summary>
    public static Task PackageAsync(CommandRun run)
    {
        var command = Regex.Match(run.Command.Text, @"^dotnet add package (\S+) --version (\S+)$");
        var central = XDocument.Load(Path.Combine(Checkout.Root, "Directory.Packages.props")).Descendants("PackageVersion");
        Assert.Equal(central.Single(package => (string?)package.Attribute("Include") == command.Groups[1].Value).Attribute("Version")!.Value, command.Groups[2].Value);
        return Task.CompletedTask;
    }

    private static string SourcesOf(string folder)
    {
        var path = Path.Combine(Checkout.Root, folder);
        var sources = Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(sources);
        Assert.True(folder == "bench" || Directory.EnumerateFiles(path, "*.csproj").Any(), $"{folder} is no project.");
        return string.Concat(sources.Select(File.ReadAllText));
    }
}
