using System.Text.Json;
using System.Threading.Channels;
using Realtime.Compat.Engine.Tests.Harness;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Items;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Tests.Tools;

/// <summary>MCP servers played by the test, which says when each answers and what.</summary>
internal sealed class ScriptedMcp : IMcpConnector
{
    private readonly Channel<Attempt> _attempts = Channel.CreateUnbounded<Attempt>();

    public async Task<IMcpServer> ConnectAsync(McpTool server, CancellationToken cancellationToken)
    {
        var attempt = new Attempt(server);
        _attempts.Writer.TryWrite(attempt);
        try
        {
            return await attempt.Answer.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            attempt.GivenUp.SetResult();
            throw;
        }
    }

    /// <summary>The next attempt to reach a server; the test answers it.</summary>
    public async Task<Attempt> NextAttemptAsync() => await _attempts.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

    public bool HasAttempts => _attempts.Reader.TryPeek(out _);

    public static McpToolDescription Describe(string name, bool readOnly = false) => new()
    {
        Name = name,
        Description = $"Does {name}.",
        InputSchema = JsonElement.Parse("""{"type":"object"}"""),
        Annotations = readOnly ? JsonElement.Parse("""{"readOnlyHint":true}""") : null,
    };

    internal sealed class Attempt(McpTool server)
    {
        public McpTool Server { get; } = server;

        public TaskCompletionSource<IMcpServer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ScriptedServer Accept(params string[] tools) => Accept([.. tools.Select(name => Describe(name))]);

        public ScriptedServer Accept(params McpToolDescription[] tools)
        {
            var accepted = new ScriptedServer(tools);
            Answer.SetResult(accepted);
            return accepted;
        }
    }

    internal sealed class ScriptedServer(IReadOnlyList<McpToolDescription> tools) : IMcpServer
    {
        private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

        public IReadOnlyList<McpToolDescription> Tools { get; } = tools;

        public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool WasCalled => _calls.Reader.TryPeek(out _);

        public async Task<McpCallResult> CallAsync(string name, JsonElement arguments, CancellationToken cancellationToken)
        {
            var call = new Call(name, arguments.GetRawText());
            _calls.Writer.TryWrite(call);
            try
            {
                return await call.Answer.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                call.Stopped.SetResult();
                throw;
            }
        }

        /// <summary>The next call; the test plays the tool.</summary>
        public async Task<Call> NextCallAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(TestSession.Patience);

        public ValueTask DisposeAsync()
        {
            Left.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class Call(string name, string arguments)
    {
        public string Name { get; } = name;

        public string Arguments { get; } = arguments;

        public TaskCompletionSource<McpCallResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Return(string output) => Answer.SetResult(McpCallResult.Returned(output));
    }
}
