using System.Diagnostics;

namespace Realtime.Compat.Load;

/// <summary>
/// One session: speaks recordings in random order for ever, and holds what it hears against what was heard in calibration. One thread
/// sends, another receives.
/// </summary>
internal sealed class Microphone : IAsyncDisposable
{
    /// <summary>By how much a turn may end elsewhere than in calibration and still be the same: two frames of the detector.</summary>
    private const int ToleranceMs = 64;

    private readonly Connection _connection;
    private readonly Recording[] _recordings;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private Utterance? _current;
    private Utterance? _answered;
    private Task _sending = Task.CompletedTask;
    private int _next;
    private int _owed;
    private int _unanswered; // turns whose response has not been created
    private long _sentMs;
    private bool _counting;

    public Microphone(Recording[] recordings, int seed)
    {
        _recordings = recordings;
        _random = new Random(seed);
        _connection = new Connection(Hear);
    }

    public TurnLog Log { get; } = new();

    public Task OpenAsync(Uri url, CancellationToken cancellationToken) => _connection.OpenAsync(url, cancellationToken);

    /// <summary>From now on, utterances that begin count.</summary>
    public void StartCounting() => Volatile.Write(ref _counting, true);

    /// <summary>What has not ended by now does not count.</summary>
    public void StopCounting()
    {
        lock (_gate)
        {
            _counting = false;
            _current = null;
            _answered = null;
            _unanswered = 0;
        }
    }

    /// <summary>Sends the next 20 ms, and what could not be sent at its time.</summary>
    public void Tick()
    {
        for (_owed++; _owed > 0 && _sending.IsCompleted; _owed--)
        {
            if (_current is null || _next == _current.Recording.Messages.Length)
                Begin();
            var utterance = _current!;
            var sending = _connection.SendAsync(utterance.Recording.Messages[_next], CancellationToken.None);
            _sending = sending.IsCompletedSuccessfully ? Task.CompletedTask : sending.AsTask();
            _sentMs += Recording.MessageMs;
            if (_next++ == utterance.Recording.LastAudible)
                utterance.SpokenAt = Stopwatch.GetTimestamp();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.CloseAsync();
        _connection.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_current is { Counts: true })
                Log.Missed += _current.Recording.TurnEndsMs.Count - _current.Matched;
            // Two and a half seconds after the last word an answer is to be there, and to be heard.
            Log.Errors += _unanswered + (_answered is { Created: true } ? 1 : 0);
            (_answered, _unanswered) = (null, 0);
            _current = new Utterance(_recordings[_random.Next(_recordings.Length)], _sentMs, _counting);
            _next = 0;
        }
    }

    private void Hear(EventHead head)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            switch (head.Type)
            {
                case "input_audio_buffer.speech_stopped":
                    StopSpeech(head.AtMs, now);
                    break;
                case "response.created" when _unanswered > 0:
                    _unanswered--;
                    if (_answered is { Created: false } created)
                    {
                        created.Created = true;
                        Log.ResponseCreated.Add(Ms(created.SpokenAt, now));
                    }

                    break;
                case "response.output_audio.delta" when _answered is { Created: true } answered:
                    Log.FirstAudio.Add(Ms(answered.SpokenAt, now));
                    _answered = null;
                    break;
                case "response.done" when head.IsFailure:
                case "error" or "closed" or "lost":
                    Log.Errors++;
                    break;
            }
        }
    }

    private void StopSpeech(long atMs, long now)
    {
        if (_current is not { Counts: true } current)
            return;
        var expected = current.Recording.TurnEndsMs;
        if (current.Matched == expected.Count || Math.Abs(atMs - current.StartMs - expected[current.Matched]) > ToleranceMs)
        {
            Log.Extra++;
            return;
        }

        Log.Turns++;
        _unanswered++;
        if (++current.Matched < expected.Count || current.SpokenAt == 0)
            return;
        Log.SpeechStopped.Add(Ms(current.SpokenAt, now));
        _answered = current;
    }

    private static double Ms(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    /// <summary>A recording being spoken.</summary>
    private sealed class Utterance(Recording recording, long startMs, bool counts)
    {
        public Recording Recording { get; } = recording;

        public long StartMs { get; } = startMs;

        public bool Counts { get; } = counts;

        public long SpokenAt { get; set; }

        public int Matched { get; set; }

        public bool Created { get; set; }
    }
}
