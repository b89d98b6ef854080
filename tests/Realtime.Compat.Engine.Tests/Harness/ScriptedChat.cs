using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A chat model played by the test: each request waits for a reply, and the test says when each piece comes.</summary>
internal sealed class ScriptedChat : IChatClient
{
    private readonly Channel<Request> _requests = Channel.CreateUnbounded<Request>();
    private readonly Queue<Func<Request, Task>> _replies = new();

    public int Cancelled { get; private set; }

    /// <summary>Answers the next unanswered request with these pieces of text, at once.</summary>
    public void Reply(params string[] pieces) => _replies.Enqueue(request =>
    {
        foreach (var piece in pieces)
            request.Write(piece);
        request.Finish(ChatFinishReason.Stop);
        return Task.CompletedTask;
    });

    public void Reply(Action<Request> play) => _replies.Enqueue(request =>
    {
        play(request);
        return Task.CompletedTask;
    });

    /// <summary>The next request the engine makes; the test plays the model.</summary>
    public async Task<Request> NextRequestAsync() => await _requests.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new Request([.. messages], options);
        if (_replies.TryDequeue(out var reply))
            await reply(request);
        await _requests.Writer.WriteAsync(request, cancellationToken);
        while (true)
        {
            ChatResponseUpdate update;
            try
            {
                if (!await request.Updates.Reader.WaitToReadAsync(cancellationToken))
                    yield break;
                if (!request.Updates.Reader.TryRead(out update!))
                    continue;
            }
            catch (OperationCanceledException)
            {
                Cancelled++;
                request.CancelledSource.TrySetResult();
                throw;
            }

            yield return update;
        }
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    internal sealed class Request(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        public IReadOnlyList<ChatMessage> Messages { get; } = messages;

        public ChatOptions? Options { get; } = options;

        public Channel<ChatResponseUpdate> Updates { get; } = Channel.CreateUnbounded<ChatResponseUpdate>();

        public TaskCompletionSource CancelledSource { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Write(string text) => Updates.Writer.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, text));

        public void Write(AIContent content) => Updates.Writer.TryWrite(new ChatResponseUpdate(ChatRole.Assistant, [content]));

        public void Call(string id, string name, Dictionary<string, object?> arguments) => Write(new FunctionCallContent(id, name, arguments));

        public void Arguments(string id, string name, string delta) => Write(
            new AIContent { AdditionalProperties = new AdditionalPropertiesDictionary { ["call_id"] = id, ["name"] = name, ["arguments_delta"] = delta } });

        public void Finish(ChatFinishReason reason)
        {
            Updates.Writer.TryWrite(new ChatResponseUpdate { FinishReason = reason });
            Updates.Writer.TryComplete();
        }

        public void Fail(Exception exception) => Updates.Writer.TryComplete(exception);
    }
}
