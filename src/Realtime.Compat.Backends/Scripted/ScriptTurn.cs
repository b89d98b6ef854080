using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Streaming;

namespace Realtime.Compat.Backends.Scripted;

/// <summary>What a script looks at: the end of the conversation.</summary>
internal sealed record ScriptTurn
{
    /// <summary>The last user message's text.</summary>
    public required string UserText { get; init; }

    /// <summary>Pictures in the last user message.</summary>
    public required int Pictures { get; init; }

    /// <summary>User messages so far.</summary>
    public required int Number { get; init; }

    /// <summary>Tool calls so far.</summary>
    public required int Calls { get; init; }

    /// <summary>Text of the tool results that end the conversation; null where something else ends it.</summary>
    public string? Result { get; init; }

    /// <summary>The tool of the last of them.</summary>
    public string? ResultTool { get; init; }

    /// <summary>Tokens of the prompt, counted as a script counts.</summary>
    public required int InputTokens { get; init; }

    public static ScriptTurn Of(IReadOnlyList<ChatMessage> messages)
    {
        var users = messages.Where(m => m.Role == ChatRole.User).ToList();
        var calls = messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
        var results = messages.Reverse().TakeWhile(m => m.Contents.OfType<FunctionResultContent>().Any()).Reverse()
            .SelectMany(m => m.Contents).OfType<FunctionResultContent>().ToList();
        return new ScriptTurn
        {
            UserText = users.Count > 0 ? ChatText.Of(users[^1]).Trim() : "",
            Pictures = users.Count > 0 ? users[^1].Contents.Count(c => c is DataContent or UriContent) : 0,
            Number = users.Count,
            Calls = calls.Count,
            Result = results.Count > 0 ? string.Join(' ', results.Select(ChatText.Of)).Trim() : null,
            ResultTool = results.Count > 0 ? calls.LastOrDefault(c => c.CallId == results[^1].CallId)?.Name ?? "" : null,
            InputTokens = messages.Sum(m => SpokenWords.Of(ChatText.Of(m)).Count() + m.Contents.OfType<FunctionResultContent>().Sum(r => SpokenWords.Of(ChatText.Of(r)).Count())),
        };
    }
}
