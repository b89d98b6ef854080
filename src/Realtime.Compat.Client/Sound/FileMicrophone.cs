using System.Runtime.CompilerServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>A recording that is spoken as fast as it was, with silence after it.</summary>
/// <param name="pcm16">24 kHz mono PCM16.</param>
/// <param name="clock">Keeps the pace.</param>
public sealed class FileMicrophone(ReadOnlyMemory<byte> pcm16, TimeProvider clock) : IMicrophone
{
    private const int PieceMs = 20;
    private const int PieceBytes = PcmFile.SampleRateHz * 2 * PieceMs / 1000;
    private static readonly byte[] Silence = new byte[PieceBytes];
    private readonly TaskCompletionSource _spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the recording is over and silence begins.</summary>
    public Task Spoken => _spoken.Task;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(PieceMs), clock);
        for (var at = 0; await pace.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); at += PieceBytes)
        {
            if (at >= pcm16.Length)
            {
                _spoken.TrySetResult();
                yield return Silence;
            }
            else
            {
                yield return pcm16.Slice(at, Math.Min(PieceBytes, pcm16.Length - at));
            }
        }
    }
}
