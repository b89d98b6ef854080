using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>
/// A chat client without a model: the same conversation always gets the same answer. For trying a client, for tests, and for a server that has no model
/// yet. Rules come from a file (docs/scripted.md); where none fits it greets, repeats what it heard, speaks tool results, and calls tools.
/// </summary>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly Script _script;
    private readonly TimeProvider _time;
    private readonly int _maxOutputTokens;

    /// <summary>Makes a client; reads the script at once.</summary>
    /// <param name="scriptFile">YAML or JSON; null for the built-in answers alone.</param>
    /// <param name="time">The clock of all delays; null for the system's.</param>
    /// <param name="maxOutputTokens">Most words of one answer when the caller sets none.</param>
    /// <exception cref="ScriptException">The file cannot be opened or is no script.</exception>
    public ScriptedChatClient(string? scriptFile = null, TimeProvider? time = null, int maxOutputTokens = int.MaxValue)
        : this(string.IsNullOrEmpty(scriptFile) ? Script.Empty : ScriptReader.ReadFile(scriptFile), time, maxOutputTokens)
    {
        Location = string.IsNullOrEmpty(scriptFile) ? "built in" : scriptFile;
    }

    internal ScriptedChatClient(Script script, TimeProvider? time, int maxOutputTokens = int.MaxValue)
    {
        (_script, _time, _maxOutputTokens) = (script, time ?? TimeProvider.System, maxOutputTokens);
    }

    /// <summary>The script's path, or `built in`.</summary>
    public string Location { get; } = "built in";

    /// <inheritdoc/>
    /// <exception cref="BackendException">A rule says so, or a tool is demanded that is not offered.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="BackendException">A rule says so, or a tool is demanded that is not offered.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var turn = ScriptTurn.Of([.. messages]);
        var demand = ToolDemand.From(options);
        var answer = Decide(turn, demand);
        var id = $"scripted-{Guid.NewGuid():N}";
        ChatResponseUpdate Update(params IList<AIContent> contents) =>
            new(ChatRole.Assistant, contents) { ResponseId = id, MessageId = id, ModelId = "scripted", CreatedAt = _time.GetUtcNow() };

        await PauseAsync(answer.FirstTokenDelay, cancellationToken);
        var (said, limit, isCut) = (0, options?.MaxOutputTokens ?? _maxOutputTokens, false);
        foreach (var word in SpokenWords.Of(answer.Text))
        {
            if (isCut = said >= limit)
                break;
            if (said > 0)
                await PauseAsync(answer.TokenDelay, cancellationToken);
            said++;
            yield return Update(new TextContent(word));
        }

        if (answer.Error is { } error)
            throw new BackendException(error.Code, error.Message);
        var calls = isCut ? [] : answer.Calls;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = Call(calls[i], turn, demand, turn.Calls + i + 1);
            said += SpokenWords.Of(JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)).Count();
            yield return Update(call);
        }

        var end = Update(new UsageContent(new UsageDetails { InputTokenCount = turn.InputTokens, OutputTokenCount = said, TotalTokenCount = turn.InputTokens + said }));
        end.FinishReason = isCut ? ChatFinishReason.Length : calls.Count > 0 ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        yield return end;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "scripted")
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private ScriptedAnswer Decide(ScriptTurn turn, ToolDemand demand)
    {
        foreach (var rule in _script.Rules)
        {
            if (RuleMatch.Of(rule, turn, demand) is not { } match)
                continue;
            return new ScriptedAnswer(
                rule.Words is { } words ? SpokenWords.Long(words) : match.Fill(rule.Reply ?? ""),
                [.. rule.Calls.Select(c => c with { Arguments = c.Arguments is null ? null : (JsonObject)match.Fill(c.Arguments)! })],
                rule.Error,
                rule.FirstTokenDelay ?? _script.FirstTokenDelay,
                rule.TokenDelay ?? _script.TokenDelay);
        }

        var tool = turn.Result is null ? BuiltInAnswers.ToolFor(turn, demand.Offered) : null;
        if (demand.IsRequired)
            tool ??= demand.Offered[0];
        return tool is not null
            ? new ScriptedAnswer("", [new ScriptCall(tool.Name, null)], null, _script.FirstTokenDelay, _script.TokenDelay)
            : new ScriptedAnswer(BuiltInAnswers.Sentence(turn), [], null, _script.FirstTokenDelay, _script.TokenDelay);
    }

    private static FunctionCallContent Call(ScriptCall call, ScriptTurn turn, ToolDemand demand, int number)
    {
        var tool = demand.Offered.First(t => t.Name == call.Name);
        var arguments = call.Arguments ?? SchemaSample.Make(ToolDemand.ParametersOf(tool), turn.UserText);
        return ToolCalls.Make($"call_scripted_{number}", call.Name, arguments?.ToJsonString() ?? "");
    }

    private async ValueTask PauseAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, _time, cancellationToken);
    }

    private sealed record ScriptedAnswer(string Text, IReadOnlyList<ScriptCall> Calls, ScriptError? Error, TimeSpan FirstTokenDelay, TimeSpan TokenDelay);
}
