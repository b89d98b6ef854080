using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>The three models of a simulated session: every request waits until the simulation plays it.</summary>
internal sealed class SimulatedStages : IChatClient, ISpeechToTextClient, ITextToSpeechClient
{
    public List<StageCall<ChatResponseUpdate>> Chats { get; } = [];

    public List<StageCall<SpeechToTextResponseUpdate>> Transcriptions { get; } = [];

    public List<StageCall<TextToSpeechResponseUpdate>> Speeches { get; } = [];

    /// <summary>Told of every prompt, as lines of "role: text".</summary>
    public Action<string>? PromptSent { get; init; }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = string.Join('\n', messages.Select(message => $"{message.Role}: {message.Text}"));
        PromptSent?.Invoke(prompt);
        return Open(Chats, prompt, cancellationToken);
    }

    public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        Open(Transcriptions, $"{audioSpeechStream.Length} bytes", cancellationToken);

    public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        Open(Speeches, text, cancellationToken);

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Who follows speech; null where nobody does.</summary>
    public SimulatedLive? Live { get; init; }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ILiveSpeechToText) ? Live : null;

    public void Dispose()
    {
    }

    private static IAsyncEnumerable<T> Open<T>(List<StageCall<T>> calls, string request, CancellationToken cancellationToken)
    {
        var call = new StageCall<T>(request);
        calls.Add(call);
        return call.ReadAsync(cancellationToken);
    }
}
