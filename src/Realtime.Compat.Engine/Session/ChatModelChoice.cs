namespace Realtime.Compat.Engine.Session;

/// <summary>The model that answers, by a name its chat client knows, for the name a client asked for (<c>?model=</c>); null for the chat client's own.</summary>
/// <param name="asked">Such as <c>gpt-realtime</c>.</param>
public delegate string? ChatModelChoice(string asked);
