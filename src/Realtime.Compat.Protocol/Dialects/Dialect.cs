using System.Buffers;
using Realtime.Compat.Protocol.ServerEvents;

namespace Realtime.Compat.Protocol.Dialects;

/// <summary>
/// One way to spell the protocol. Reading turns a client's JSON into a validated event in GA's terms, writing turns a server event
/// into JSON: pure functions both, so that nothing behind the door knows which dialect a client speaks.
/// </summary>
public abstract class Dialect
{
    /// <summary>The dialect of the generally available API.</summary>
    public static Dialect Ga { get; } = new GaDialect();

    /// <summary>The dialect of <c>OpenAI-Beta: realtime=v1</c>.</summary>
    public static Dialect Beta { get; } = new BetaDialect();

    /// <summary>Name for logs: <c>ga</c> or <c>beta</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Reads one message. Never throws on what a client can send: the result holds an event or an error.</summary>
    /// <param name="utf8Json">The whole message.</param>
    public abstract ClientEventReading Read(ReadOnlyMemory<byte> utf8Json);

    /// <summary>Writes one event as one JSON object, UTF-8.</summary>
    /// <param name="serverEvent">The event.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <returns>False when this dialect has no such event, and nothing was written.</returns>
    public abstract bool Write(ServerEvent serverEvent, IBufferWriter<byte> output);
}
