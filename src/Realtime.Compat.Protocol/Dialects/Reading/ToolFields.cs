using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads tools and tool choices; dialects differ in whether they know MCP.</summary>
internal sealed class ToolFields
{
    /// <summary>MCP servers a session may have. Each is a connection that the server holds.</summary>
    private const int MaxServers = 16;

    private readonly IReadOnlyList<(string, Func<ObjectReader, Tool>)> _kinds;
    private readonly IReadOnlyList<(string, Func<ObjectReader, ToolChoice>)> _choices;

    private ToolFields(Func<ObjectReader, Tool> mcpTool, Func<ObjectReader, ToolChoice> mcpChoice)
    {
        _kinds = [("function", ReadFunction), ("mcp", mcpTool)];
        _choices = [("function", ReadFunctionChoice), ("mcp", mcpChoice)];
    }

    /// <summary>GA's tools.</summary>
    public static ToolFields Ga { get; } = new(Mcp.Tool, Mcp.Choice);

    /// <summary>Beta's tools.</summary>
    public static ToolFields Beta { get; } = new(Mcp.RefuseInBeta<Tool>, Mcp.RefuseInBeta<ToolChoice>);

    private static readonly IReadOnlyList<(string, ToolChoice)> Modes =
        [("auto", ToolChoice.Auto), ("none", ToolChoice.None), ("required", ToolChoice.Required)];

    /// <summary>Reads the functions and MCP servers on offer.</summary>
    public IReadOnlyList<Tool> Tools(Field field)
    {
        var tools = field.List(tool => tool.Object(fields => fields.OneOf(_kinds, byDefault: ReadFunction)));
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in tools)
        {
            if (((server as McpTool)?.ServerLabel ?? (server as McpServerReference)?.ServerLabel) is { Length: > 0 } label && !labels.Add(label))
                field.Refuse($"Invalid value: two MCP servers have the label '{Faults.Clip(label)}'.");
        }

        if (labels.Count > MaxServers)
            field.Refuse($"Invalid value: {labels.Count} MCP servers. Expected at most {MaxServers}.");
        return tools;
    }

    /// <summary>Reads a mode, or the one function that must be called.</summary>
    public ToolChoice Choice(Field field)
    {
        if (field.IsText)
            return field.OneOf(Modes)!;
        if (field.IsObject)
            return field.Object(fields => fields.OneOf(_choices));
        field.Expected("string or object");
        return ToolChoice.Auto;
    }

    private static FunctionTool ReadFunction(ObjectReader fields)
    {
        // Some SDKs send Chat Completions' `strict`; it changes nothing here.
        fields.Value("strict", field => field.OrNullValue(strict => strict.Flag()));
        return new FunctionTool
        {
            Name = fields.Required("name", field => field.NonEmptyText()),
            Description = fields.Value("description", field => field.OrNull(text => text.Text())),
            Parameters = fields.Value("parameters", field => field.OrNullValue(schema => schema.JsonObject())),
        };
    }

    /// <summary>Reads <c>{"type":"function","name":…}</c>, or the name nested under <c>function</c> as beta's documentation has it.</summary>
    private static ToolChoice ReadFunctionChoice(ObjectReader fields) => ToolChoice.Function(
        fields.Find("function") is { } nested ? nested.Object(FunctionName) : FunctionName(fields));

    private static string FunctionName(ObjectReader fields) => fields.Required("name", field => field.NonEmptyText());
}
