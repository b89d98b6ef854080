using Realtime.Compat.Documentation.Tests.Commands;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>Python runs as pasted where its packages are, and compiles everywhere.</summary>
[Collection(LiveCollection.Name)]
public sealed class PythonTests(CommandFixture fixture)
{
    private const string LiveKit = "from livekit";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> All => Places(_ => true);

    public static TheoryData<string> OfLiveKit => Places(block => block.Code.Contains(LiveKit, StringComparison.Ordinal));

    public static TheoryData<string> Others => Places(block => !block.Code.Contains(LiveKit, StringComparison.Ordinal));

    [PythonTheory]
    [MemberData(nameof(All))]
    public async Task A_snippet_compiles(string place) => await RunAsync(place, "import ast, sys; ast.parse(sys.stdin.read())");

    [PythonTheory("openai", "websockets")]
    [MemberData(nameof(Others))]
    public async Task A_snippet_gets_an_answer(string place) => Assert.Matches(SnippetText.Answered, await RunAsync(place));

    /// <summary>Its program is loaded and not started: an agent wants a microphone, or a room of LiveKit's.</summary>
    [PythonTheory("livekit.plugins.openai")]
    [MemberData(nameof(OfLiveKit))]
    public async Task A_snippet_of_livekit_finds_all_that_it_names(string place) => await RunAsync(place, """
        import types
        snippet = types.ModuleType("snippet")
        exec(compile(sys.stdin.read(), "agent.py", "exec"), snippet.__dict__)
        snippet.openai.realtime.RealtimeModel(base_url="http://127.0.0.1:1/v1", api_key="none", model="gpt-realtime")
        """);

    private static TheoryData<string> Places(Func<CodeBlock, bool> fits) => [.. Documents.BlocksIn("python").Where(fits).Select(block => block.Place)];

    /// <summary>Runs a snippet, or a program that reads it from standard input.</summary>
    private async Task<string> RunAsync(string place, string? reader = null)
    {
        var file = Path.Combine(Path.GetTempPath(), $"snippet-{Path.GetRandomFileName()}.py");
        try
        {
            await File.WriteAllTextAsync(file, fixture.Server is null ? Documents.At(place).Code : SnippetText.WithPorts(Documents.At(place).Code, fixture.Server));
            string[] arguments = reader is null ? [file] : ["-c", $"import sys; sys.stdin = open({System.Text.Json.JsonSerializer.Serialize(file)}, encoding='utf-8')\n{reader}"];
            await using var python = new ChildProcess("python3", arguments, new Dictionary<string, string?> { ["PYTHONDONTWRITEBYTECODE"] = "1" });
            var status = await python.ExitAsync(Patience);
            Assert.True(status == 0, $"{place}\n{python.Output}");
            return python.Output;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
