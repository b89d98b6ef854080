using System.Globalization;
using System.Text.RegularExpressions;
using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>C# is compiled by the SDK as a reader would have it done, in a project of its own, and run. Statements within sentences are compiled along.</summary>
public sealed partial class CSharpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static TheoryData<string> Clients => Places(IsClient);

    public static TheoryData<string> Others => Places(block => !IsClient(block));

    [LiveTheory(Prerequisite.EnglishSpeech)]
    [MemberData(nameof(Clients))]
    public async Task A_client_holds_a_spoken_conversation(string place)
    {
        await using var server = await RunningServer.StartAsync();
        await using var worker = await RunningWorker.StartAsync();
        using var project = new GeneratedProject("Microsoft.NET.Sdk", "");
        await File.WriteAllBytesAsync(project["question.pcm"], [.. Pcm.Silence(300), .. await worker.SpeakAsync("what is the weather in paris today"), .. Pcm.Silence(1500)]);
        project.Write("Program.cs", SnippetText.WithPorts(Documents.At(place).Code, server));
        project.Write("Sentences.cs", Sentences("new RealtimeClient(", "#pragma warning disable OPENAI002\nusing System.ClientModel;\nusing OpenAI.Realtime;\n", ""));

        var add = Documents.Of(place.Split(':')[0]).Spans.Single(span => span.Code.StartsWith("dotnet add package OpenAI", StringComparison.Ordinal)).Code;
        await project.DotnetAsync(add.Split(' ')[1..], Patience);
        var output = await project.DotnetAsync(["run"], Patience);

        // A written question is answered, and a spoken one heard and answered; both aloud.
        Assert.Contains("You said: Hello, who are you?", output, StringComparison.Ordinal);
        Assert.Matches("You said: .*weather", output);
        Assert.InRange(new FileInfo(project["answers.pcm"]).Length, 2000 * Pcm.BytesPerMs, 60_000 * Pcm.BytesPerMs);
    }

    [LiveTheory]
    [MemberData(nameof(Others))]
    public async Task An_excerpt_works_in_an_app_of_its_own(string place)
    {
        var page = Path.GetFileNameWithoutExtension(place.Split(':')[0]);
        using var project = new GeneratedProject("Microsoft.NET.Sdk.Web", $"""
            <Reference Include="{BuiltApp}/*.dll" Exclude="{BuiltApp}/Embedded.dll" />
            <None Include="{BuiltApp}/*.onnx" CopyToOutputDirectory="PreserveNewest" />
            <Compile Include="{Checkout.Root}/samples/Embedded/*.cs" Exclude="{Checkout.Root}/samples/Embedded/Program.cs" />
            """);
        // What an excerpt leaves out stands before it; what shows that it works, after it.
        var around = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Snippets", "Around", page + ".txt"))).Split("// THE SNIPPET\n");
        var port = string.Create(CultureInfo.InvariantCulture, $"{FreePort.Next()}");
        project.Write("Program.cs", around[0] + Documents.At(place).Code.Replace("40000", port, StringComparison.Ordinal).Replace("app.Run();", "await app.StartAsync();", StringComparison.Ordinal) + around[1]);
        project.Write("Sentences.cs", Sentences("builder.|app.", "", "Microsoft.AspNetCore.Builder.WebApplicationBuilder builder, Microsoft.AspNetCore.Builder.WebApplication app"));

        Assert.Contains("It works.", await project.DotnetAsync(["run"], Patience), StringComparison.Ordinal);
    }

    private static string BuiltApp => Path.GetDirectoryName(Checkout.Built("samples", "Embedded", "Embedded"))!;

    /// <summary>Methods with the statements that pages have within sentences.</summary>
    private static string Sentences(string beginnings, string head, string parameters)
    {
        var spans = Documents.All.SelectMany(page => page.Spans).Where(span => beginnings.Split('|').Any(span.Code.StartsWith) && Statement().IsMatch(span.Code)).Select(span => span.Code).Distinct().ToArray();
        Assert.NotEmpty(spans);
        return $"{head}internal static class Sentences\n{{\n{string.Concat(spans.Select((span, i) => $"    public static void Of{i}({parameters}) {{ {(span.StartsWith("new ", StringComparison.Ordinal) ? "_ = " : "")}{span.TrimEnd(';')}; }}\n"))}}}\n";
    }

    private static bool IsClient(CodeBlock block) => block.Code.Contains("using OpenAI", StringComparison.Ordinal);

    private static TheoryData<string> Places(Func<CodeBlock, bool> fits) => [.. Documents.BlocksIn("csharp").Where(fits).Select(block => block.Place)];

    [GeneratedRegex(@"\)(?:\s*\})?\)?;?$")]
    private static partial Regex Statement();
}
