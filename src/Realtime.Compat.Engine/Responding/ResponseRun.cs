using Realtime.Compat.Engine.Conversation;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Engine.Usage;
using Realtime.Compat.Protocol.Responses;

namespace Realtime.Compat.Engine.Responding;

/// <summary>One response from <c>response.created</c> to <c>response.done</c>. Owned by the session's loop.</summary>
internal sealed class ResponseRun(string id, ResponsePlan plan, ResponseGrammar grammar, ResponseContext context, TurnTimings timings, TurnTrace trace) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Id of the response, <c>resp_…</c>.</summary>
    public string Id { get; } = id;

    /// <summary>What holds for it.</summary>
    public ResponsePlan Plan { get; } = plan;

    /// <summary>What the client asked of it in particular.</summary>
    public ResponseParameters Wishes { get; init; } = new();

    /// <summary>Emits its events.</summary>
    public ResponseGrammar Grammar { get; } = grammar;

    /// <summary>What the model is to read.</summary>
    public ResponseContext Context { get; private set; } = context;

    /// <summary>MCP servers that only this response has; they are closed with it.</summary>
    public IReadOnlyList<McpConnection> Servers { get; init; } = [];

    /// <summary>Tools that the model knows, and what it is to do with them; null until the pipeline starts.</summary>
    public ToolSet? Tools { get; private set; }

    /// <summary>When its stages were passed.</summary>
    public TurnTimings Timings { get; } = timings;

    /// <summary>Its spans.</summary>
    public TurnTrace Trace { get; } = trace;

    /// <summary>Whether its pipeline was started; before that it waits for the words of the context.</summary>
    public bool IsLaunched { get; private set; }

    /// <summary>Takes note that the pipeline starts.</summary>
    /// <param name="fitted">What the model reads in the end.</param>
    /// <param name="tools">The tools it knows.</param>
    public void Launch(ResponseContext fitted, ToolSet tools)
    {
        Context = fitted;
        Tools = tools;
        IsLaunched = true;
        Timings.Asked();
    }

    /// <summary>The turn that it answers on a guess is over: the turn's own item takes the place of the guessed one.</summary>
    /// <param name="turn">The item.</param>
    public void Adopt(ConversationEntry turn)
    {
        Context = new ResponseContext([.. Context.Items.Select(entry => entry == Context.Turn ? turn : entry)], turn);
        Timings.TurnIsOver(turn.Utterance?.ClosingSilenceMs);
    }

    /// <summary>Its pipeline; completed before one was started.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

    /// <summary>Cancelled when the response is over, however it ended.</summary>
    public CancellationToken Stopping => _cancellation.Token;

    /// <summary>Stops the pipeline's work.</summary>
    public void Stop() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Trace.Dispose();
        _cancellation.Dispose();
    }
}
