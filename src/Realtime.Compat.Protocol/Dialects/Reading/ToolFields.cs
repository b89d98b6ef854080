using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>Reads tools and tool choices.</summary>
internal static class ToolFields
{
    private static readonly IReadOnlyList<(string, Func<ObjectReader, FunctionTool>)> Kinds =
        [("function", ReadFunction), ("mcp", Mcp.Refuse<FunctionTool>)];

    private static readonly IReadOnlyList<(string, Func<ObjectReader, ToolChoice>)> Choices =
        [("function", ReadFunctionChoice), ("mcp", Mcp.Refuse<ToolChoice>)];

    private static readonly IReadOnlyList<(string, ToolChoice)> Modes =
        [("auto", ToolChoice.Auto), ("none", ToolChoice.None), ("required", ToolChoice.Required)];

    /// <summary>Reads the functions on offer.</summary>
    public static IReadOnlyList<FunctionTool> Tools(Field field) =>
        field.List(tool => tool.Object(fields => fields.OneOf(Kinds, byDefault: ReadFunction)));

    /// <summary>Reads a mode, or the one function that must be called.</summary>
    public static ToolChoice Choice(Field field)
    {
        if (field.IsText)
            return field.OneOf(Modes)!;
        if (field.IsObject)
            return field.Object(fields => fields.OneOf(Choices));
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
