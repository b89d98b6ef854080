using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>
/// The order of one connection's server events, in either dialect (PROTOCOL.md, sections E and F). Fed one event after another it says
/// what is wrong with each one's place; it takes any JSON, and its memory is bounded whatever it is fed.
/// </summary>
public sealed class EventOrder
{
    private const int RememberedEventIds = 1 << 14;
    private const int RememberedResponses = 1 << 12;
    private const int MaxOpenResponses = 256;

    private readonly KnownIds<bool> _eventIds = new(RememberedEventIds);
    private readonly KnownIds<bool> _done = new(RememberedResponses);
    private readonly Dictionary<string, ResponseOrder> _open = [];
    private readonly ConversationOrder _conversation = new();
    private bool _begun;
    private bool _hasSession;

    /// <summary>Takes the next event.</summary>
    /// <param name="serverEvent">The event as it was on the wire.</param>
    /// <returns>What is wrong with it: sentences that name ids and types, and no content. Empty when nothing is.</returns>
    public IReadOnlyList<string> Next(JsonElement serverEvent)
    {
        List<string> breaches = [];
        try
        {
            if (serverEvent.FindText("type") is { } type)
                Place(type, serverEvent, breaches);
            else
                breaches.Add("no event: it has no type");
        }
        catch (InvalidOperationException)
        {
            // The parser takes names and strings on trust until they are read.
            breaches.Add("no event: it holds half of a surrogate pair");
        }

        return breaches;
    }

    /// <summary>What is missing when the connection is over: responses that were never done.</summary>
    public IReadOnlyList<string> End() => [.. _open.Keys.Select(id => $"response {id} has no response.done")];

    private void Place(string type, JsonElement serverEvent, List<string> breaches)
    {
        Begin(type, breaches);
        if (serverEvent.FindId("event_id") is { } eventId && !_eventIds.TryAdd(eventId, true))
            breaches.Add($"event_id {eventId} used twice");
        if (type.StartsWith("response.", StringComparison.Ordinal))
            Respond(type, serverEvent, breaches);
        else if (type.StartsWith("output_audio_buffer.", StringComparison.Ordinal))
            CheckResponse(serverEvent, breaches);
        else
            _conversation.Next(type, serverEvent, breaches);
    }

    private void Begin(string type, List<string> breaches)
    {
        var opens = type is "session.created" or "transcription_session.created";
        if (!_begun && !opens && type is not "error")
            breaches.Add("first event is not session.created");
        if (opens && _hasSession)
            breaches.Add($"{type} twice");
        _begun = true;
        _hasSession |= opens;
    }

    private void Respond(string type, JsonElement json, List<string> breaches)
    {
        if (type is "response.created")
        {
            Create(json.Find("response"), breaches);
        }
        else if (type is "response.done")
        {
            Finish(json.Find("response"), breaches);
        }
        else if (json.Find("response_id") is not null)
        {
            if (json.FindId("response_id") is { } id && _open.TryGetValue(id, out var response))
                response.Next(type, json, breaches);
            else
                CheckResponse(json, breaches, mustBeOpen: true);
        }
    }

    private void Create(JsonElement? json, List<string> breaches)
    {
        if (json is not { } response || response.FindId("id") is not { } id)
        {
            breaches.Add("response.created without a response id");
            return;
        }

        if (_open.ContainsKey(id) || _done.TryGet(id, out _))
            breaches.Add($"response {id} created twice");
        if (response.FindText("status") is not "in_progress")
            breaches.Add("response.created is not in_progress");
        if (response.Find("output") is { ValueKind: JsonValueKind.Array } output && output.GetArrayLength() > 0)
            breaches.Add("response.created has output");
        var writes = response.FindId("conversation_id") is not null;
        if (writes && _open.Values.Any(other => other.WritesToConversation))
            breaches.Add("a second response writes to the default conversation");
        if (_open.Count < MaxOpenResponses)
            _open[id] = new ResponseOrder(writes);
        else
            breaches.Add($"more than {MaxOpenResponses} responses are open");
    }

    private void Finish(JsonElement? json, List<string> breaches)
    {
        if (json is not { } response || response.FindId("id") is not { } id)
        {
            breaches.Add("response.done without a response id");
        }
        else if (_open.Remove(id, out var known))
        {
            known.Close(response, breaches);
            _done.TryAdd(id, true);
        }
        else if (_done.TryGet(id, out _))
        {
            breaches.Add($"response {id} done twice");
        }
        else
        {
            breaches.Add("response.done without response.created");
        }
    }

    /// <summary>Playback may outlive its response; what the response itself says may not.</summary>
    private void CheckResponse(JsonElement json, List<string> breaches, bool mustBeOpen = false)
    {
        if (json.FindId("response_id") is not { } id)
            breaches.Add("no response_id");
        else if (_done.TryGet(id, out _))
        {
            if (mustBeOpen)
                breaches.Add("event after response.done");
        }
        else if (!_open.ContainsKey(id))
        {
            breaches.Add($"response {id} unknown");
        }
    }
}
