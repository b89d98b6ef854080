using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>Files of variables for the compose file: it reads each of them.</summary>
public sealed partial class EnvironmentTests
{
    [Fact]
    public void The_compose_file_reads_every_variable()
    {
        var compose = File.ReadAllText(Path.Combine(Checkout.Root, "docker-compose.yml"));
        foreach (var block in Documents.Blocks.Where(block => block.Language is "env" or "text"))
        {
            foreach (Match line in Assignment().Matches(block.Code))
                Assert.True(compose.Contains($"${{{line.Groups[1].Value}", StringComparison.Ordinal), $"{block.Place}: docker-compose.yml does not read {line.Groups[1].Value}.");
        }

        Assert.All(Documents.BlocksIn("env"), block => Assert.All(block.Code.TrimEnd('\n').Split('\n'), line => Assert.Matches(@"^(?:#.*|[A-Z][A-Z0-9_]*=\S*)?$", line)));
    }

    [GeneratedRegex("(?m)^([A-Z][A-Z0-9_]*)=")]
    private static partial Regex Assignment();
}
