using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A transcription engine that hears what the test says it hears.</summary>
internal sealed class ScriptedSpeechToText : ISpeechToTextClient
{
    private readonly Queue<Func<Task<IReadOnlyList<SpeechToTextResponseUpdate>>>> _answers = new();

    public List<(long Bytes, SpeechToTextOptions? Options)> Requests { get; } = [];

    public void Hears(string text) => _answers.Enqueue(() => Task.FromResult<IReadOnlyList<SpeechToTextResponseUpdate>>([Final(text)]));

    public void HearsInPieces(params string[] pieces) => _answers.Enqueue(() => Task.FromResult<IReadOnlyList<SpeechToTextResponseUpdate>>(
        [.. pieces.Select(piece => new SpeechToTextResponseUpdate(piece) { Kind = SpeechToTextResponseUpdateKind.TextUpdating }), Final(string.Concat(pieces))]));

    public void Gives(params SpeechToTextResponseUpdate[] updates) => _answers.Enqueue(() => Task.FromResult<IReadOnlyList<SpeechToTextResponseUpdate>>(updates));

    public void Fails(Exception exception) => _answers.Enqueue(() => Task.FromException<IReadOnlyList<SpeechToTextResponseUpdate>>(exception));

    /// <summary>The next request waits until the test completes it.</summary>
    public TaskCompletionSource<string> HearsLater()
    {
        var source = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(async () => [Final(await source.Task)]);
        return source;
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Requests.Add((audioSpeechStream.Length, options));
        var answer = _answers.TryDequeue(out var next) ? next : () => Task.FromResult<IReadOnlyList<SpeechToTextResponseUpdate>>([Final("hello")]);
        foreach (var update in await answer().WaitAsync(cancellationToken))
            yield return update;
    }

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>What follows speech; null where nothing does. Set before the session starts.</summary>
    public ScriptedLiveSpeechToText? Live { get; set; }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ILiveSpeechToText) ? Live : null;

    public void Dispose()
    {
    }

    private static SpeechToTextResponseUpdate Final(string text) => new(text) { Kind = SpeechToTextResponseUpdateKind.TextUpdated };
}
