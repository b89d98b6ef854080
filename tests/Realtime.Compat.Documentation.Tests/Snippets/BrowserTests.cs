using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>JavaScript for pages calls the server from a page in Chromium, whose microphone speaks a question, and gets a spoken answer.</summary>
[Collection(LiveCollection.Name)]
public sealed class BrowserTests(CommandFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static TheoryData<string> All => [.. Documents.BlocksIn("js").Where(IsForBrowsers).Select(block => block.Place)];

    /// <summary>Whether a snippet uses what only a page has.</summary>
    internal static bool IsForBrowsers(CodeBlock block) => block.Code.Contains("RTCPeerConnection", StringComparison.Ordinal);

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.Chromium)]
    [MemberData(nameof(All))]
    public async Task A_snippet_for_pages_holds_a_call(string place)
    {
        var folder = Directory.CreateTempSubdirectory("realtime-snippet-");
        try
        {
            var microphone = Path.Combine(folder.FullName, "microphone.wav");
            await File.WriteAllBytesAsync(microphone, Pcm.ToWav([.. Pcm.Silence(3000), .. Pcm.ReadWav(await QuestionAsync(folder.FullName)), .. Pcm.Silence(20_000)]));
            var snippet = Path.Combine(folder.FullName, "snippet.js");
            await File.WriteAllTextAsync(snippet, SnippetText.WithPorts(Documents.At(place).Code, fixture.Server));
            var environment = new Dictionary<string, string?>
            {
                ["REALTIME_URL"] = fixture.Server.Url.ToString().TrimEnd('/'),
                ["REALTIME_SNIPPET"] = snippet,
                ["REALTIME_MICROPHONE"] = microphone,
                ["REALTIME_CHROMIUM"] = "/usr/bin/chromium",
                ["REALTIME_PACKAGES"] = Path.Combine(Checkout.Root, "tests", "Browser", "node", "main.mjs"),
            };
            await using var node = new ChildProcess("node", [Path.Combine(AppContext.BaseDirectory, "Snippets", "browser.mjs")], environment, folder.FullName);
            var status = await node.ExitAsync(Patience);
            Assert.True(status == 0, $"{place}\n{node.Output}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string> QuestionAsync(string folder)
    {
        var path = Path.Combine(folder, "question.wav");
        await File.WriteAllBytesAsync(path, fixture.Question);
        return path;
    }
}
