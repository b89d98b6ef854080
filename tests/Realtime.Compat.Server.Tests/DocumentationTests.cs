using System.Text.Json;
using System.Text.RegularExpressions;
using Realtime.Compat.Server.Hosting;
using YamlDotNet.RepresentationModel;

namespace Realtime.Compat.Server.Tests;

/// <summary>What the documents say can be followed: links lead somewhere, settings exist, JSON and YAML can be read, JavaScript, Python and shell commands compile.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Repository.At(""), "*.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.At(""), "docs"), "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.At(""), "samples"), "*.md"),
    ];

    /// <summary>Languages of blocks that <see cref="Snippets_can_be_read"/> checks; none named means shell commands.</summary>
    private static readonly string[] Checked = ["", "bash", "js", "json", "python", "yaml"];

    /// <summary>Languages of blocks that nothing here checks, each with the reason.</summary>
    private static readonly Dictionary<string, string> Unchecked = new()
    {
        ["console"] = "commands together with what they print, which no shell reads",
        ["csharp"] = "excerpts: to compile they need the program around them",
        ["text"] = "drawings",
    };

    public static TheoryData<string> AllPages => [.. Pages.Select(page => Path.GetRelativePath(Repository.At(""), page))];

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Links_lead_to_files_and_headings_that_exist(string page)
    {
        var path = Path.Combine(Repository.At(""), page);
        foreach (Match link in Link().Matches(WithoutCode(File.ReadAllText(path))))
        {
            var target = link.Groups[1].Value;
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            var parts = target.Split('#', 2);
            var file = parts[0].Length == 0 ? path : Path.GetFullPath(parts[0], Path.GetDirectoryName(path)!);
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page}: {target}");
            if (parts.Length == 2)
                Assert.Contains(parts[1], Headings(file));
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Settings_that_are_named_exist(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.At(""), page));
        foreach (Match setting in Setting().Matches(text))
        {
            var name = setting.Groups[1].Value;
            Assert.True(RealtimeServer.Settings.Contains(name) || RealtimeServer.Settings.All.Any(known => known.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) || RealtimeServer.Settings.Contains(name + ":0"), $"{page}: {name}");
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public async Task Snippets_can_be_read(string page)
    {
        foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(Repository.At(""), page))))
        {
            var (language, code) = (block.Groups[1].Value, block.Groups[2].Value);
            switch (language)
            {
                case "json" when !code.Contains('…', StringComparison.Ordinal):
                    using (JsonDocument.Parse(code))
                        break;
                case "yaml":
                    new YamlStream().Load(new StringReader(code));
                    break;
                case "js":
                    await CompilesAsync("node", ["--check", "--input-type=module", "-"], code, page);
                    break;
                case "python":
                    await CompilesAsync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], code, page);
                    break;
                case "bash" or "":
                    await CompilesAsync("bash", ["-n"], code, page);
                    break;
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Snippets_are_checked_or_excused_by_their_language(string page)
    {
        foreach (Match block in Block().Matches(File.ReadAllText(Path.Combine(Repository.At(""), page))))
        {
            var language = block.Groups[1].Value;
            Assert.True(Checked.Contains(language) || Unchecked.ContainsKey(language), $"{page}: a block in \"{language}\", which no check knows:\n{block.Value}");
        }
    }

    private static async Task CompilesAsync(string program, string[] arguments, string code, string page)
    {
        var start = new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = System.Diagnostics.Process.Start(start)!;
            await process.StandardInput.WriteAsync(code);
            process.StandardInput.Close();
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{page}: {errors}\n{code}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No such program here: whoever has it checks.
        }
    }

    private static HashSet<string> Headings(string file) =>
    [
        .. WithoutCode(File.ReadAllText(file)).Split('\n').Where(line => line.StartsWith('#')).Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-')),
    ];

    private static string WithoutCode(string text) => Block().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![A-Za-z.`/])(?:--|`)(Realtime:[A-Za-z0-9:]+[A-Za-z0-9])")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex NotInAnchor();
}
