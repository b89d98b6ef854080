using System.Threading.Channels;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>One request to a stage, played by the simulation. Its consumer runs on the thread that plays it.</summary>
internal sealed class StageCall<T>(string request)
{
    private readonly Channel<T> _updates = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { AllowSynchronousContinuations = true, SingleReader = true, SingleWriter = true });

    public string Request { get; } = request;

    /// <summary>Whether its consumer has left, at the end, by cancellation or by failure.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether the simulation has ended it.</summary>
    public bool IsEnded { get; private set; }

    public void Write(T update) => _updates.Writer.TryWrite(update);

    public void End(Exception? failure = null)
    {
        IsEnded = true;
        _updates.Writer.TryComplete(failure);
    }

    public async IAsyncEnumerable<T> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in _updates.Reader.ReadAllAsync(cancellationToken))
                yield return update;
        }
        finally
        {
            IsOver = true;
        }
    }
}
