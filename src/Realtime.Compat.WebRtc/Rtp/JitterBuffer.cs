namespace Realtime.Compat.WebRtc.Rtp;

/// <summary>
/// Makes 24 kHz mono in order out of packets that come late, twice, in any order or not at all. What comes in order is given out at once: no
/// loudspeaker has to be kept busy, so only a packet that is missing is waited for, as long as the network's unrest makes it likely that it
/// comes (<see cref="TargetDelay"/>); then it is rebuilt from the next packet or concealed. When nothing comes at all, audio goes on by the
/// wall clock, so that whoever listens for silence hears it. What comes in order after all is never dropped, only heard late.
/// </summary>
/// <remarks>
/// Not thread-safe. Give packets to <see cref="Add"/>, and call <see cref="Read"/> until it gives nothing: after each packet, and when
/// <see cref="NextDue"/> has passed or every 20 ms. Calls allocate nothing in steady state.
/// </remarks>
public sealed class JitterBuffer : IDisposable
{
    /// <summary>Samples a second of what comes out.</summary>
    public const int SampleRateHz = 24_000;

    /// <summary>Room that <see cref="Read"/> needs: 120 ms, the longest packet.</summary>
    public const int MaxReadSamples = SampleRateHz * 120 / 1000;

    private const int ConcealedAtOnce = SampleRateHz / 50;
    private const int AudibleConcealment = SampleRateHz / 2; // a decoder has faded to nothing long before
    private const int MaxPackets = 256;

    private readonly IAudioDecoder _decoder;
    private readonly JitterBufferOptions _options;
    private readonly TimeProvider _clock;
    private readonly DelayEstimator _delay;
    private readonly ComfortNoise _noise = new();
    private readonly List<JitterSlot> _waiting = new(MaxPackets); // by sequence number
    private readonly Stack<JitterSlot> _spares = new(MaxPackets);
    private readonly long _origin;

    private SerialUnwrapper _sequences = new(16);
    private SerialUnwrapper _timestamps = new(32);
    private uint _ssrc;
    private bool _started;
    private bool _hasNoise;
    private long _nextSequence;  // of the packet to be heard next
    private long _nextTimestamp; // of the sample to be heard next
    private int _concealedInRow;

    /// <summary>An empty buffer for one stream.</summary>
    /// <param name="decoder">Decodes its payloads; disposed of with the buffer.</param>
    /// <param name="options">Payload types and delays.</param>
    /// <param name="clock">Tells time; never asked for timers.</param>
    public JitterBuffer(IAudioDecoder decoder, JitterBufferOptions options, TimeProvider clock)
    {
        _decoder = decoder;
        _options = options;
        _clock = clock;
        _delay = new DelayEstimator(decoder.ClockRateHz, options.MinDelay, options.MaxDelay);
        _origin = clock.GetTimestamp();
    }

    /// <summary>How long a missing packet is waited for at present.</summary>
    public TimeSpan TargetDelay => TimeSpan.FromSeconds(_delay.Target / _decoder.ClockRateHz);

    /// <summary>Samples made up because packets were lost or late; silence that the sender did not transmit is among them.</summary>
    public long ConcealedSamples { get; private set; }

    /// <summary>Samples rebuilt from copies in later packets.</summary>
    public long RecoveredSamples { get; private set; }

    /// <summary>Packets that came after their place had been filled.</summary>
    public long LatePackets { get; private set; }

    /// <summary>Packets that came twice.</summary>
    public long DuplicatePackets { get; private set; }

    /// <summary>When <see cref="Read"/> gives something though no packet comes, from now; null before the first packet.</summary>
    public TimeSpan? NextDue =>
        _started ? TimeSpan.FromSeconds(Math.Max(0, (_delay.Due(_nextTimestamp) - NowTicks) / _decoder.ClockRateHz)) : null;

    private long NowTicks => (long)(_clock.GetElapsedTime(_origin).TotalSeconds * _decoder.ClockRateHz);

    /// <summary>Takes a packet as it comes.</summary>
    /// <param name="packet">Its payload is copied. Another source than before begins a new stream.</param>
    public void Add(in RtpPacket packet)
    {
        var kind = packet.PayloadType == _options.PayloadType ? JitterSlotKind.Audio
            : packet.PayloadType == _options.ComfortNoisePayloadType ? JitterSlotKind.ComfortNoise
            : JitterSlotKind.Other;
        var samples = kind == JitterSlotKind.Audio ? _decoder.MeasureSamples(packet.Payload) : 0;
        if (kind == JitterSlotKind.Audio && samples == 0) kind = JitterSlotKind.Other; // empty or broken: there is nothing to hear

        if (_started && packet.Ssrc != _ssrc) Reset();
        if (!_started && kind != JitterSlotKind.Audio) return;

        var arrival = NowTicks;
        var timestamp = _timestamps.Unwrap(packet.Timestamp);
        if (_delay.IsForeign(arrival, timestamp))
        {
            Reset();
            timestamp = _timestamps.Unwrap(packet.Timestamp);
        }

        var sequence = _sequences.Unwrap(packet.SequenceNumber);
        if (!_started)
        {
            (_started, _ssrc) = (true, packet.Ssrc);
            (_nextSequence, _nextTimestamp) = (sequence, timestamp);
        }

        if (kind == JitterSlotKind.Audio) _delay.Add(arrival, timestamp);
        if (sequence < _nextSequence)
        {
            LatePackets++;
            return;
        }

        Insert(sequence, timestamp, kind, samples, packet.Payload);
    }

    /// <summary>Gives the next stretch of audio.</summary>
    /// <param name="pcm">Room for <see cref="MaxReadSamples"/>.</param>
    /// <returns>Samples written, 24 kHz mono; 0 when there is nothing to be heard yet.</returns>
    /// <exception cref="ArgumentException">Too little room.</exception>
    public int Read(Span<short> pcm)
    {
        if (pcm.Length < MaxReadSamples) throw new ArgumentException($"Room for {pcm.Length} samples, {MaxReadSamples} needed.", nameof(pcm));
        while (_started)
        {
            if (_waiting.Count == 0)
                return IsDue ? Conceal(pcm[..ConcealedAtOnce]) : 0;

            var head = _waiting[0];
            var isNext = head.Sequence == _nextSequence;
            if (!isNext && !IsDue && _waiting.Count < MaxPackets) return 0;
            if (head.Kind != JitterSlotKind.Audio)
            {
                TakeNote(head);
                continue;
            }

            var gap = ToSamples(head.Timestamp - _nextTimestamp);
            if (gap <= 0 || gap > 2 * SampleRateHz) // the clock has filled more than was missing, or the sender's was set
                _nextTimestamp = head.Timestamp;
            else
                return Fill(pcm, (int)gap, head, isNext);

            if (Decode(head, pcm) is var length and > 0) return length;
        }

        return 0;
    }

    /// <summary>Forgets what waits: the next packet begins a new stream.</summary>
    public void Reset()
    {
        foreach (var slot in _waiting) Recycle(slot);
        _waiting.Clear();
        _sequences = new SerialUnwrapper(16);
        _timestamps = new SerialUnwrapper(32);
        _delay.Reset();
        _started = _hasNoise = false;
        _concealedInRow = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reset();
        _decoder.Dispose();
    }

    private bool IsDue => NowTicks >= _delay.Due(_nextTimestamp);

    private long ToSamples(long ticks) => ticks * SampleRateHz / _decoder.ClockRateHz;

    private long ToTicks(long samples) => samples * _decoder.ClockRateHz / SampleRateHz;

    private void Insert(long sequence, long timestamp, JitterSlotKind kind, int samples, ReadOnlySpan<byte> payload)
    {
        var at = _waiting.Count;
        while (at > 0 && _waiting[at - 1].Sequence > sequence) at--;
        if (at > 0 && _waiting[at - 1].Sequence == sequence)
        {
            DuplicatePackets++;
            return;
        }

        if (_waiting.Count >= MaxPackets) return; // nobody reads
        var slot = _spares.TryPop(out var spare) ? spare : new JitterSlot();
        slot.Fill(payload);
        (slot.Sequence, slot.Timestamp, slot.Kind, slot.Samples) = (sequence, timestamp, kind, samples);
        _waiting.Insert(at, slot);
    }

    /// <summary>Fills part of what is missing before the first packet: nearest to it from its copy of the frame before, else concealed.</summary>
    private int Fill(Span<short> pcm, int gap, JitterSlot head, bool nothingLost)
    {
        if (nothingLost) return Conceal(pcm[..Math.Min(gap, ConcealedAtOnce)]); // the sender paused
        if (gap > head.Samples) return Conceal(pcm[..Math.Min(gap - head.Samples, ConcealedAtOnce)]);

        var piece = pcm[..gap];
        if (!_decoder.Recover(head.Payload, piece)) return Conceal(piece);
        RecoveredSamples += gap;
        _nextTimestamp += ToTicks(gap);
        _concealedInRow = 0;
        return gap;
    }

    private int Conceal(Span<short> pcm)
    {
        if (_hasNoise) _noise.Fill(pcm);
        else if (_concealedInRow < AudibleConcealment) _decoder.Conceal(pcm);
        else pcm.Clear();
        _concealedInRow = Math.Min(_concealedInRow + pcm.Length, AudibleConcealment);
        ConcealedSamples += pcm.Length;
        _nextTimestamp += ToTicks(pcm.Length);
        return pcm.Length;
    }

    private int Decode(JitterSlot head, Span<short> pcm)
    {
        var length = _decoder.Decode(head.Payload, pcm);
        if (length == 0) // broken inside: as if lost, but known to be
        {
            length = Math.Min(head.Samples, pcm.Length);
            _decoder.Conceal(pcm[..length]);
            ConcealedSamples += length;
        }

        _nextTimestamp += ToTicks(length);
        _concealedInRow = 0;
        _hasNoise = false;
        Pass(head);
        return length;
    }

    private void TakeNote(JitterSlot head)
    {
        if (head.Kind == JitterSlotKind.ComfortNoise)
        {
            _noise.SetLevel(head.Payload);
            _hasNoise = true;
        }

        Pass(head);
    }

    private void Pass(JitterSlot head)
    {
        _nextSequence = head.Sequence + 1;
        _waiting.RemoveAt(0);
        Recycle(head);
    }

    private void Recycle(JitterSlot slot)
    {
        slot.Empty();
        _spares.Push(slot);
    }
}
