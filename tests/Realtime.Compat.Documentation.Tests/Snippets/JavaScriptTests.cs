using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>JavaScript for Node.js runs as pasted, with the official packages; only the server's ports are others.</summary>
[Collection(LiveCollection.Name)]
public sealed class JavaScriptTests(CommandFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> All =>
        [.. Documents.BlocksIn("js").Where(block => !BrowserTests.IsForBrowsers(block) && !TelephoneTests.IsForTelephones(block) && !HomeTests.IsForHomes(block)).Select(block => block.Place)];

    [LiveTheory(Prerequisite.EnglishSpeech, Prerequisite.NodeClient)]
    [MemberData(nameof(All))]
    public async Task A_snippet_for_node_gets_an_answer(string place)
    {
        using var snippet = new NodeSnippet(Documents.At(place), fixture.Server);
        await using var node = snippet.Start([snippet.File]);
        var status = await node.ExitAsync(Patience);
        Assert.True(status == 0, node.Output);
        Assert.Matches(SnippetText.Answered, node.Output);
    }
}
