using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Realtime.Compat.Audio;

namespace Realtime.Compat.Client.Sound;

/// <summary>A microphone of this machine, brought to 24 kHz.</summary>
/// <param name="device">The device.</param>
/// <param name="clock">Keeps the pace of a device that has none of its own.</param>
public sealed class DeviceMicrophone(SoundDevice device, TimeProvider clock) : IMicrophone
{
    private const int PiecesPerSecond = 50;

    /// <summary>ALSA's null and file devices give hours in a second; real ones never run ahead of the clock.</summary>
    private static readonly TimeSpan MostAhead = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> RecordAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pieces = Channel.CreateUnbounded<ReadOnlyMemory<byte>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var recording = Task.Factory.StartNew(() => Record(pieces.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return piece;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await recording.ConfigureAwait(false);
        }
    }

    private void Record(ChannelWriter<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = SoundStream.Open(device, records: true);
            var resampler = new Resampler(stream.SampleRateHz, PcmFile.SampleRateHz);
            var recorded = new float[stream.SampleRateHz / PiecesPerSecond];
            var samples = new float[resampler.MaxOutputLength(recorded.Length)];
            var (started, taken) = (clock.GetTimestamp(), 0L);
            while (!cancellationToken.IsCancellationRequested)
            {
                stream.Read(recorded);
                var count = resampler.Process(recorded, samples);
                var piece = new byte[count * 2];
                Pcm16.FromFloat(samples.AsSpan(0, count), piece);
                pieces.TryWrite(piece);
                taken += recorded.Length;
                var ahead = TimeSpan.FromSeconds((double)taken / stream.SampleRateHz) - clock.GetElapsedTime(started);
                if (ahead > MostAhead)
                    cancellationToken.WaitHandle.WaitOne(ahead - (MostAhead / 2));
            }

            pieces.TryComplete();
        }
        catch (RealtimeClientException failure)
        {
            pieces.TryComplete(failure);
        }
    }
}
