namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>The one place that says no to the Model Context Protocol.</summary>
internal static class Mcp
{
    /// <summary>Refuses a tool, tool choice or item of an MCP server.</summary>
    /// <typeparam name="T">What it would have been.</typeparam>
    /// <param name="fields">The object.</param>
    public static T Refuse<T>(ObjectReader fields)
    {
        fields.Find("type")?.Refuse("Invalid value: MCP tools are not supported by this server version.");
        fields.IgnoreOthers();
        return default!;
    }
}
