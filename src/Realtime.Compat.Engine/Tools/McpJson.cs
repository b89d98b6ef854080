using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Realtime.Compat.Engine.Tools;

/// <summary>What MCP servers send, as the Realtime API's items hold it.</summary>
internal static class McpJson
{
    /// <summary>Hints about a tool, as they stand in <c>mcp_list_tools</c>.</summary>
    public static JsonElement Annotations(ToolAnnotations hints) =>
        JsonSerializer.SerializeToElement(hints, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ToolAnnotations)));

    /// <summary>What a tool returned, as text; what is no text is named.</summary>
    /// <param name="result">What it returned.</param>
    /// <param name="maxLength">Length in UTF-16 units beyond which the text is cut.</param>
    public static string Text(CallToolResult result, int maxLength)
    {
        var text = string.Join('\n', result.Content.Select(Text));
        if (text.Length == 0 && result.StructuredContent is { } structured)
            text = structured.GetRawText();
        if (text.Length <= maxLength)
            return text;
        var end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return string.Concat(text.AsSpan(0, end), "… [cut]");
    }

    private static string Text(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => resource.Text,
        ResourceLinkBlock link => link.Uri,
        ImageContentBlock image => $"[{image.MimeType}]",
        AudioContentBlock audio => $"[{audio.MimeType}]",
        _ => $"[{block.Type}]",
    };
}
