using System.Text.RegularExpressions;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Conformance;

/// <summary>The JavaScript that README and quick starts show runs as pasted; only the server's ports are another's.</summary>
[Collection(ServerCollection.Name)]
public sealed partial class SnippetTests(ServerFixture fixture)
{
    /// <summary>What only a browser has: `tests/Browser` makes the same call.</summary>
    private const string InBrowsersOnly = "RTCPeerConnection";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    [InlineData("README.md", 1)]
    [InlineData("README.zh-CN.md", 1)]
    [InlineData("docs/quickstarts.md", 1)]
    public async Task Every_snippet_gets_an_answer(string page, int count)
    {
        var folder = Path.Combine(Checkout.Root, "tests", "Conformance", "node");
        var snippets = Script().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, page)))
            .Select(match => match.Groups[1].Value).Where(snippet => !snippet.Contains(InBrowsersOnly, StringComparison.Ordinal)).ToList();
        Assert.Equal(count, snippets.Count);
        foreach (var snippet in snippets)
        {
            // Beside the packages, since that is where Node.js looks for them.
            var file = Path.Combine(folder, $"snippet-{Path.GetRandomFileName()}.mjs");
            try
            {
                await File.WriteAllTextAsync(file, snippet
                    .Replace("https://127.0.0.1:8443", $"https://127.0.0.1:{fixture.Server.TlsUrl.Port}", StringComparison.Ordinal)
                    .Replace("127.0.0.1:8000", $"127.0.0.1:{fixture.Server.Url.Port}", StringComparison.Ordinal));
                var environment = new Dictionary<string, string?> { ["NODE_EXTRA_CA_CERTS"] = fixture.Server.AuthorityPath };
                await using var node = new ChildProcess("node", [file], environment, folder);
                var status = await node.ExitAsync(Patience);
                Assert.True(status == 0, node.Output);
                Assert.Matches("completed|You said", node.Output);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    [GeneratedRegex(@"^```js\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();
}
