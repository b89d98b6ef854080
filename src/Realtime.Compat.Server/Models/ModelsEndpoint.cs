using Realtime.Compat.Backends;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Models;

/// <summary>`GET /v1/models`: a Realtime session takes any model name; listed are OpenAI's own, which clients default to, and what serves here.</summary>
internal static class ModelsEndpoint
{
    private static readonly string[] RealtimeNames = ["gpt-realtime", "gpt-realtime-mini", "gpt-4o-realtime-preview"];

    /// <summary>The names, each once.</summary>
    /// <param name="chat">The chat model.</param>
    /// <param name="parts">The parts; those that are down are not listed.</param>
    /// <param name="started">When the server started.</param>
    public static ModelList List(BackendStatus chat, IReadOnlyList<Part> parts, DateTimeOffset started)
    {
        var speech = parts
            .Where(part => part.Name is Part.SpeechToText or Part.TextToSpeech && part.Status is { State: BackendState.Ready, ServedBy.Length: > 0 })
            .Select(part => (Id: part.Status.ServedBy, Owner: part.Name));
        var names = RealtimeNames.Select(name => (Id: name, Owner: "realtime")).Append((Id: chat.Model, Owner: chat.Name)).Concat(speech);
        return new ModelList([.. names.DistinctBy(name => name.Id).Select(name => new ModelList.Model(name.Id, started.ToUnixTimeSeconds(), name.Owner))]);
    }
}
