using System.Globalization;

namespace Realtime.Compat.PushToTalk;

/// <summary>How long an answer takes, from the moment the question ends.</summary>
/// <param name="clock">Measures.</param>
internal sealed class AnswerTimings(TimeProvider clock)
{
    private long _asked;
    private TimeSpan? _words;
    private TimeSpan? _sound;
    private TimeSpan? _done;

    /// <summary>The question has ended.</summary>
    public void Asked() => (_asked, _words, _sound, _done) = (clock.GetTimestamp(), null, null, null);

    /// <summary>A word has come.</summary>
    public void Words() => _words ??= clock.GetElapsedTime(_asked);

    /// <summary>A sound has come.</summary>
    public void Sound() => _sound ??= clock.GetElapsedTime(_asked);

    /// <summary>All has come.</summary>
    public void Done() => _done = clock.GetElapsedTime(_asked);

    /// <inheritdoc/>
    public override string ToString() => string.Join(" · ", new[] { Of("first words", _words), Of("first sound", _sound), Of("done", _done) }.Where(part => part is not null));

    private static string? Of(string name, TimeSpan? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name} {known.TotalMilliseconds:0} ms") : null;
}
