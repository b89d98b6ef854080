using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Realtime.Compat.Backends.Failover;
using Realtime.Compat.Backends.OpenAI;
using Realtime.Compat.Backends.Scripted;
using Realtime.Compat.Backends.Scripted.Speech;

namespace Realtime.Compat.Backends;

/// <summary>Makes the speech clients that settings describe: one server, or several in order of preference.</summary>
public static class SpeechClients
{
    /// <summary>Transcription as the settings want it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="url">Where the first server is now; null for <see cref="SpeechBackendOptions.Url"/>.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says which server is left alone.</param>
    /// <exception cref="ScriptException">The script is wrong.</exception>
    public static ISpeechToTextClient SpeechToText(
        SpeechBackendOptions options, Func<Uri?>? url = null, HttpMessageHandler? handler = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<ISpeechToTextClient> clients = [.. options.WithFallbacks().Select((one, index) => one.IsScripted
            ? (ISpeechToTextClient)new ScriptedSpeechToTextClient(one.ScriptFile)
            : new OpenAISpeechToTextClient(one, index == 0 ? url : null, handler, time))];
        return clients.Count == 1 ? clients[0] : new FailoverSpeechToTextClient(clients, time, logger);
    }

    /// <summary>Speech as the settings want it.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="url">Where the first server is now; null for <see cref="SpeechBackendOptions.Url"/>.</param>
    /// <param name="handler">What carries the requests; null for one of its own.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Says which server is left alone.</param>
    public static ITextToSpeechClient TextToSpeech(
        SpeechBackendOptions options, Func<Uri?>? url = null, HttpMessageHandler? handler = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<ITextToSpeechClient> clients = [.. options.WithFallbacks().Select((one, index) => one.IsScripted
            ? (ITextToSpeechClient)new ScriptedTextToSpeechClient()
            : new OpenAITextToSpeechClient(one, index == 0 ? url : null, handler, time))];
        return clients.Count == 1 ? clients[0] : new FailoverTextToSpeechClient(clients, time, logger);
    }
}
