using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Session;

/// <summary>The models a session works with. Shared by all sessions; each client must allow concurrent calls.</summary>
public sealed record SessionBackends
{
    /// <summary>Writes the answers.</summary>
    public required IChatClient Chat { get; init; }

    /// <summary>Turns the user's speech into words.</summary>
    public required ISpeechToTextClient SpeechToText { get; init; }

    /// <summary>Turns answers into speech.</summary>
    public required ITextToSpeechClient TextToSpeech { get; init; }

    /// <summary>Tokens that the chat model's context window holds; null while nobody knows, and then nothing is truncated.</summary>
    public ContextLength ContextLength { get; init; } = static () => null;

    /// <summary>The chat model for what a client named when it connected. By default every name means the chat client's own.</summary>
    public ChatModelChoice ChatModel { get; init; } = static _ => null;

    /// <summary>Makes a voice activity detector for one stream of audio. A session whose detector breaks the limits of its interface fails at its start.</summary>
    public required Func<IVoiceActivityDetector> VoiceActivity { get; init; }

    /// <summary>Judges with <c>semantic_vad</c> whether a speaker is done; null where words and prosody decide alone.</summary>
    public ITurnModel? TurnModel { get; init; }

    /// <summary>Reaches MCP servers; null where sessions may have none.</summary>
    public IMcpConnector? Mcp { get; init; }

    /// <summary>Makes one voice activity detector and judges it as a session would: a host that starts can stop there, before anybody calls.</summary>
    /// <exception cref="InvalidOperationException">It takes audio in a way that no session can give; the message says what is wrong.</exception>
    public void CheckVoiceActivity()
    {
        var detector = VoiceActivity();
        foreach (var format in Enum.GetValues<AudioFormat>())
            VoiceActivityLimits.Check(detector.ForInput(format.SampleRateHz()));
    }
}
