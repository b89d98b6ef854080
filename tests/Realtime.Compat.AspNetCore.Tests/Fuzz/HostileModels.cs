using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>All three models: they answer, call functions, stop short, fail in words and in defects, or never end, as a seed has it.</summary>
internal sealed class HostileModels(int seed) : IChatClient, ISpeechToTextClient, ITextToSpeechClient
{
    /// <summary>What a model that fails by a defect says: no client may ever read it.</summary>
    public const string Secret = "key sk-secret in /srv/secret/Model.cs:line 7";

    /// <summary>Longest message of a client to the server over these models.</summary>
    public const int MaxMessageBytes = 128 << 10;

    private readonly Random _random = new(seed);
    private int _running;

    /// <summary>Requests that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Starts a server over these models. Turns end soon, so that short connections have some.</summary>
    public Task<RealtimeApp> ServeAsync(DefectLog log) => RealtimeApp.StartAsync(
        this,
        this,
        options =>
        {
            options.MaxMessageBytes = MaxMessageBytes;
            options.DefaultTurnDetection = new ServerVad { SilenceDurationMs = 100 };
        },
        services =>
        {
            services.AddSingleton<ISpeechToTextClient>(this);
            services.AddSingleton<ILoggerProvider>(log);
        });

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponseUpdate[] updates = Roll(8) switch
        {
            0 => [],
            1 => [Say("One "), Say("moment."), Update(new FunctionCallContent("call_" + Roll(1_000_000), "weather", new Dictionary<string, object?> { ["city"] = "Zürich" }))],
            2 => [Update(new FunctionCallContent("", "weather")), Update(new FunctionCallContent("call_1", "weather"))],
            3 => [Say("Too long"), new ChatResponseUpdate { FinishReason = ChatFinishReason.Length }],
            4 => [Say("🎧 \ud83d"), Say("\u0000"), Say("```code``` **bold**")],
            _ => [Say("The weather "), Say("is fine. "), Say("Is it not?"), Update(new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 }))],
        };
        return PlayAsync(updates, cancellationToken);

        static ChatResponseUpdate Say(string text) => new(ChatRole.Assistant, text);

        static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]);
    }

    public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] words = Roll(4) switch
        {
            0 => [],
            1 => ["What is ", "the weather?"],
            _ => ["What is the weather?"],
        };
        return PlayAsync(words.Select(word => new SpeechToTextResponseUpdate(word) { Kind = SpeechToTextResponseUpdateKind.TextUpdated }), cancellationToken);
    }

    public IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Odd lengths: a sample may come in two pieces.
        var pieces = Enumerable.Range(0, Roll(4)).Select(_ => new TextToSpeechResponseUpdate([new DataContent(new byte[Roll(6_000)], "audio/pcm;rate=24000")]));
        return PlayAsync(pieces.ToArray(), cancellationToken);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private async IAsyncEnumerable<T> PlayAsync<T>(IEnumerable<T> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            foreach (var update in updates)
            {
                await Task.Yield();
                yield return update;
            }

            switch (Roll(40))
            {
                case 0:
                    throw new InvalidOperationException(Secret);
                case 1:
                    throw new HttpRequestException("The model's server is busy.");
                case 2:
                    throw new TimeoutException("The model's server did not answer in time.");
                case 3:
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    break;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private int Roll(int sides)
    {
        lock (_random)
            return _random.Next(sides);
    }
}
