using Realtime.Compat.Protocol.Items;

namespace Realtime.Compat.Engine.Usage;

/// <summary>How many tokens a text probably is, for models that do not count and for prompts that are not sent yet.</summary>
internal static class TokenEstimate
{
    /// <summary>Role and separators of one message.</summary>
    private const int PerItem = 4;

    /// <summary>What Ollama assumes of a picture.</summary>
    private const int PerImage = 768;

    /// <summary>Tokens of a text: a token covers some four characters of an alphabet, and about one of the scripts that write a word in one or two.</summary>
    public static int Of(string text)
    {
        var wide = text.AsSpan().Count(static c => c >= '\u2E80');
        return wide + (text.Length - wide + 3) / 4;
    }

    /// <summary>Tokens of an item in a prompt.</summary>
    public static int Of(ConversationItem item) => PerItem + item switch
    {
        MessageItem message => message.Content.Sum(Of),
        FunctionCallItem call => Of(call.Name) + Of(call.Arguments),
        FunctionCallOutputItem output => Of(output.Output),
        McpCallItem call => PerItem + Of(call.Name) + Of(call.Arguments) + Of(call.Output ?? call.Error?.Message ?? ""),
        McpApprovalRequestItem request => PerItem + Of(request.Name) + Of(request.Arguments),
        _ => 0,
    };

    /// <summary>Tokens of a tool's declaration.</summary>
    public static int OfTool(string name, string? description, string schema) => PerItem + Of(name) + Of(description ?? "") + Of(schema);

    private static int Of(ContentPart part) => part switch
    {
        InputText text => Of(text.Text),
        OutputText text => Of(text.Text),
        InputAudio audio => Of(audio.Transcript ?? ""),
        OutputAudio audio => Of(audio.Transcript ?? ""),
        InputImage => PerImage,
        _ => 0,
    };

    private static int Count(this ReadOnlySpan<char> text, Func<char, bool> predicate)
    {
        var count = 0;
        foreach (var c in text)
            count += predicate(c) ? 1 : 0;
        return count;
    }
}
