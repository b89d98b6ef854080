using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Realtime.Compat.AspNetCore.Tests.Fuzz;

/// <summary>What a hostile client sends: events as they should be, and events broken by structure, by bytes, by depth, by size, by frame.</summary>
internal sealed class InputGenerator(Random random, bool beta, int maxMessageBytes)
{
    private static readonly string[] Values =
        ["null", "true", "false", "7", "-1", "0.5", "1e999", "99999999999999999999", "\"\"", "\"x\"", "\"\\ud83d\"", "\"\\u0000\"", "[]", "[null]", "[{}]", "{}", "{\"type\":\"x\"}", "{\"type\":null}"];

    private static readonly string[] Pieces =
        ["null", "[]", "{}", "\"type\"", "\\u0000", "{\"type\":", "[[[[", "\"id\":7,", ",", ":", "\"", "\\", "\u0000", "\ufeff", "/*", "NaN", "'"];

    private static readonly string[] NoEvents = ["", " ", "null", "[]", "{}", "7", "\"type\"", "{\"type\":7}", "{\"type\":\"\"}", "{\"type\":\"session.close\"}", "{\"event_id\":7}", "\ufeff{}"];

    private readonly EventGenerator _events = new(random, beta);

    /// <summary>The next message.</summary>
    public FuzzInput Next()
    {
        var frames = random.Next(10) == 0 ? random.Next(2, 6) : 1;
        return random.Next(100) switch
        {
            < 50 => Text(_events.Next(), frames),
            < 70 => Text(ReplaceValue(_events.Next()), frames),
            < 86 => Text(BreakBytes(_events.Next()), frames),
            < 90 => Text(NoEvents[random.Next(NoEvents.Length)], frames),
            < 93 => Text(Nest(), frames),
            < 98 => new FuzzInput(RandomBytes(random.Next(2_000)), WebSocketMessageType.Binary, frames),
            98 => Text($$"""{"type":"input_audio_buffer.append","audio":"{{new string('A', maxMessageBytes)}}"}""", frames),
            _ => Text(Encoding.Latin1.GetString(RandomBytes(random.Next(300))), frames),
        };
    }

    private static FuzzInput Text(string text, int frames) => new(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, frames);

    /// <summary>Puts another value in the place of one, keeps or doubles the name it has.</summary>
    private string ReplaceValue(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        var places = new List<(int Start, int End)>();
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
                continue;
            var start = (int)reader.TokenStartIndex;
            var value = reader;
            value.TrySkip();
            places.Add((start, (int)value.BytesConsumed));
        }

        var (from, to) = places[random.Next(places.Count)];
        return Encoding.UTF8.GetString(utf8[..from]) + Values[random.Next(Values.Length)] + Encoding.UTF8.GetString(utf8[to..]);
    }

    private string BreakBytes(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json).ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Arrays or objects within each other, closed or not, alone or in a field that takes any JSON.</summary>
    private string Nest()
    {
        var depth = random.Next(4) == 0 ? random.Next(1_000, 50_000) : random.Next(50, 80);
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        var nested = new StringBuilder().Insert(0, open, depth).Append("null");
        if (random.Next(4) != 0)
            nested.Insert(nested.Length, close, depth);
        return random.Next(3) switch
        {
            0 => nested.ToString(),
            1 => $$$"""{"type":"session.update","session":{"type":"realtime","tools":[{"type":"function","name":"f","parameters":{{{nested}}}}]}}""",
            _ => $$$"""{"type":"response.create","response":{"metadata":{{{nested}}}}}""",
        };
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
