using System.Text.RegularExpressions;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Tests;

/// <summary>What the documents say can be followed: links lead somewhere, settings exist. What they tell to type is run by Realtime.Compat.Documentation.Tests.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Repository.At(""), "*.md"), .. Directory.EnumerateFiles(Path.Combine(Repository.At(""), "docs"), "*.md"),
        .. Directory.EnumerateFiles(Path.Combine(Repository.At(""), "samples"), "*.md"),
    ];

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
