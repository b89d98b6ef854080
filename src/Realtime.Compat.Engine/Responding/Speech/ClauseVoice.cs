using System.Threading.Channels;

namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>One clause's speech while it is made: it waits here until its turn to be sent.</summary>
internal sealed class ClauseVoice
{
    /// <summary>Pieces of at most 100 ms that may wait. A voice that is further ahead is not read from until some have left.</summary>
    private const int PiecesAhead = 300;

    private readonly Channel<ResponseStep> _pieces = Channel.CreateBounded<ResponseStep>(new BoundedChannelOptions(PiecesAhead)
    {
        SingleReader = true,
        SingleWriter = true,
        AllowSynchronousContinuations = true,
    });

    private readonly TaskCompletionSource _begun = new();

    /// <summary>Completes when the first of the speech is here, or when there will be none.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Makes the speech. Never throws: what fails is thrown to the reader, behind what was made before.</summary>
    /// <param name="speech">The speech.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task MakeAsync(IAsyncEnumerable<ResponseStep> speech, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in speech.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await _pieces.Writer.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
                // Behind the write: this clause's first sound leaves before the next clause is asked for.
                _begun.TrySetResult();
            }

            _pieces.Writer.Complete();
        }
        catch (Exception exception)
        {
            _pieces.Writer.TryComplete(exception);
        }
        finally
        {
            _begun.TrySetResult();
        }
    }

    /// <summary>The speech, in order, as it is made.</summary>
    /// <exception cref="SpeechException">The client failed.</exception>
    public IAsyncEnumerable<ResponseStep> ReadAsync(CancellationToken cancellationToken) => _pieces.Reader.ReadAllAsync(cancellationToken);
}
