using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tools;

/// <summary>The tools that the model knows during one response: the client's functions, and what the MCP servers listed before it began.</summary>
internal sealed class ToolSet
{
    /// <summary>Longest name of a function that OpenAI's and most other chat APIs take.</summary>
    private const int MaxNameLength = 64;

    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private readonly Dictionary<string, McpBinding> _byName = new(StringComparer.Ordinal);
    private readonly List<AIFunctionDeclaration> _declarations = [];
    private readonly HashSet<string>? _demanded;

    /// <summary>Gathers the tools.</summary>
    /// <param name="tools">Tools in effect, in the client's order.</param>
    /// <param name="choice">What the client wants called.</param>
    /// <param name="connections">The MCP servers among them that are connected, by label.</param>
    public ToolSet(IReadOnlyList<Tool> tools, ToolChoice choice, IReadOnlyDictionary<string, McpConnection> connections)
    {
        var names = tools.OfType<FunctionTool>().Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var tool in tools)
        {
            if (tool is FunctionTool function)
                Add(function.Name, function.Description, function.Parameters);
            else if (tool is McpTool server && connections.TryGetValue(server.ServerLabel, out var connection))
                Add(server, connection, names);
        }

        if (choice.Mode is ToolChoiceMode.Mcp)
            _demanded = [.. _byName.Values.Where(one => IsDemanded(one, choice)).Select(one => one.ModelName)];
        Mode = _declarations.Count > 0 ? ModeOf(choice) : null;
    }

    /// <summary>All tools, as the chat model is told of them; null for none.</summary>
    public IList<AITool>? Declarations => _declarations.Count > 0 ? [.. _declarations] : null;

    /// <summary>The tools that the model may choose from at first: all, unless the client demands one of a server's.</summary>
    public IList<AITool>? FirstDeclarations =>
        _demanded is { Count: > 0 } demanded ? [.. _declarations.Where(tool => demanded.Contains(tool.Name))] : Declarations;

    /// <summary>What the model must call at first; null without tools.</summary>
    public ChatToolMode? Mode { get; }

    /// <summary>Estimate of the tokens that the declarations take.</summary>
    public int Tokens => _declarations.Sum(tool => TokenEstimate.OfTool(tool.Name, tool.Description, tool.JsonSchema.GetRawText()));

    /// <summary>Finds the MCP tool that the model calls by a name; none when it is a function of the client.</summary>
    public bool TryGetMcp(string modelName, [NotNullWhen(true)] out McpBinding? binding) => _byName.TryGetValue(modelName, out binding);

    /// <summary>Finds an MCP tool by its server and its own name.</summary>
    public bool TryGetMcp(string serverLabel, string name, [NotNullWhen(true)] out McpBinding? binding)
    {
        binding = _byName.Values.FirstOrDefault(one => one.ServerLabel == serverLabel && one.Tool.Name == name);
        return binding is not null;
    }

    private void Add(McpTool server, McpConnection connection, HashSet<string> names)
    {
        foreach (var tool in connection.Tools)
        {
            var name = UniqueName(server.ServerLabel, tool.Name, names);
            _byName.Add(name, new McpBinding(name, server.ServerLabel, tool, connection.Server, server.RequireApproval.IsNeededFor(tool)));
            Add(name, tool.Description ?? server.ServerDescription, tool.InputSchema);
        }
    }

    private void Add(string name, string? description, JsonElement? parameters) =>
        _declarations.Add(AIFunctionFactory.CreateDeclaration(name, description, parameters ?? NoParameters));

    /// <summary>The tool's own name where it is free; else with its server's label before it, else with a number after it.</summary>
    private static string UniqueName(string label, string name, HashSet<string> taken)
    {
        var plain = ForModel(name);
        if (taken.Add(plain))
            return plain;
        var full = ForModel($"{label}_{name}");
        for (var i = 2; !taken.Add(full); i++)
        {
            var suffix = string.Create(CultureInfo.InvariantCulture, $"_{i}");
            full = plain[..Math.Min(plain.Length, MaxNameLength - suffix.Length)] + suffix;
        }

        return full;
    }

    /// <summary>A name of the characters that chat models allow.</summary>
    public static string ForModel(string name)
    {
        var characters = name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_').Take(MaxNameLength).ToArray();
        return characters.Length > 0 ? new string(characters) : "_";
    }

    private static bool IsDemanded(McpBinding one, ToolChoice choice) =>
        one.ServerLabel == choice.ServerLabel && (choice.McpToolName is null || choice.McpToolName == one.Tool.Name);

    private ChatToolMode ModeOf(ToolChoice choice) => choice.Mode switch
    {
        ToolChoiceMode.None => ChatToolMode.None,
        ToolChoiceMode.Required => ChatToolMode.RequireAny,
        ToolChoiceMode.Function => ChatToolMode.RequireSpecific(choice.FunctionName!),

        // A server that is not connected, or has no such tool, cannot be asked: the model decides then.
        ToolChoiceMode.Mcp when _demanded!.Count > 0 => ChatToolMode.RequireAny,
        _ => ChatToolMode.Auto,
    };
}
