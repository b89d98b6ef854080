namespace Realtime.Compat.Speech;

/// <summary>For whom a job is done, so that sessions get fair turns.</summary>
/// <param name="Session">A session's name; empty for all callers that give none, who share one lane.</param>
/// <param name="IsBackground">Nobody waits for it: it runs when nothing else is to be done.</param>
internal readonly record struct WorkLane(string Session, bool IsBackground)
{
    /// <summary>The request header that names a session.</summary>
    public const string SessionHeader = "X-Session-Id";

    /// <summary>The request header that says <c>background</c> when nobody waits.</summary>
    public const string PriorityHeader = "X-Priority";

    private const int MaxNameLength = 128;

    /// <summary>The lane of callers that say nothing.</summary>
    public static WorkLane Shared { get; } = new("", false);

    /// <summary>The lane a request asks for.</summary>
    public static WorkLane Of(HttpRequest request)
    {
        var session = request.Headers[SessionHeader].ToString();
        return new WorkLane(
            session.Length > MaxNameLength ? session[..MaxNameLength] : session,
            request.Headers[PriorityHeader].ToString().Equals("background", StringComparison.OrdinalIgnoreCase));
    }
}
