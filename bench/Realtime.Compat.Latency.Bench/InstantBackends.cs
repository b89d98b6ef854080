using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Realtime.Compat.Latency.Bench;

/// <summary>Backends that take no time and remember when they were asked and when they answered, turn by turn: each turn's words hold its number.</summary>
internal sealed partial class InstantBackends : ISpeechToTextClient, IChatClient, ITextToSpeechClient
{
    private static readonly byte[] Sound = [.. Enumerable.Repeat<byte>(17, 48 * 200)];
    private int _turns;

    /// <summary>When a turn passed a point, in ticks of the stopwatch.</summary>
    public ConcurrentDictionary<(int Turn, string Point), long> Times { get; } = new();

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var turn = Interlocked.Increment(ref _turns);
        await Task.Yield();
        Times[(turn, "transcript")] = Stopwatch.GetTimestamp();
        yield return new SpeechToTextResponseUpdate($"turn {turn}") { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = Stopwatch.GetTimestamp();
        var turn = TurnIn(messages.Last().Text);
        Times[(turn, "chat asked")] = now;
        await Task.Yield();
        Times[(turn, "clause")] = Stopwatch.GetTimestamp();
        yield return new ChatResponseUpdate(ChatRole.Assistant, $"This is the answer to turn {turn}. That");
        yield return new ChatResponseUpdate(ChatRole.Assistant, " was it.");
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var now = Stopwatch.GetTimestamp();
        var turn = TurnIn(text);
        Times.TryAdd((turn, "speech asked"), now);
        await Task.Yield();
        Times.TryAdd((turn, "speech"), Stopwatch.GetTimestamp());
        yield return new TextToSpeechResponseUpdate([new DataContent(Sound, "audio/pcm;rate=24000")]);
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    /// <summary>The turn's number in a text; 0 when there is none.</summary>
    public static int TurnIn(string text) => TurnNumber().Match(text) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"turn (\d+)")]
    private static partial Regex TurnNumber();
}
