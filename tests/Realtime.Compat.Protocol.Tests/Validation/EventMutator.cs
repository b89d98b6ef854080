using System.Text.Json;
using System.Text.Json.Nodes;

namespace Realtime.Compat.Protocol.Tests.Validation;

/// <summary>Makes events that are wrong in small ways, by a seed: fields gone, null, doubled, of another kind, taken from elsewhere.</summary>
internal sealed class EventMutator
{
    private readonly Random _random;
    private readonly List<(string Name, JsonNode? Value)> _fields = [];

    public EventMutator(int seed, IEnumerable<JsonElement> corpus)
    {
        _random = new Random(seed);
        foreach (var json in corpus)
            Collect(JsonNode.Parse(json.GetRawText())!);
    }

    /// <summary>The event with one to three changes.</summary>
    public JsonElement Mutate(JsonElement json)
    {
        var node = JsonNode.Parse(json.GetRawText())!.AsObject();
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
            Change(Places(node).ElementAt(_random.Next(Places(node).Count())));
        return Json.Parse(node.ToJsonString());
    }

    private void Collect(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                _fields.Add((name, value?.DeepClone()));
                Collect(value);
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                Collect(item);
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node)
    {
        yield return node;
        var children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var place in children.Where(child => child is JsonObject or JsonArray).SelectMany(child => Places(child!)))
            yield return place;
    }

    private void Change(JsonNode place)
    {
        if (place is JsonArray items)
        {
            if (items.Count > 0 && _random.Next(2) == 0)
                items.RemoveAt(_random.Next(items.Count));
            else
                items.Add(Value(null));
            return;
        }

        var fields = place.AsObject();
        var name = fields.Count > 0 ? fields.ElementAt(_random.Next(fields.Count)).Key : "x";
        switch (_random.Next(5))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                fields[name] = null;
                break;
            case 2:
                var (other, value) = _fields[_random.Next(_fields.Count)];
                fields[other] = value?.DeepClone();
                break;
            case 3:
                var same = _fields.Where(field => field.Name == name).ToList();
                fields[name] = same.Count > 0 ? same[_random.Next(same.Count)].Value?.DeepClone() : null;
                break;
            default:
                fields[name] = Value(fields[name]);
                break;
        }
    }

    private JsonNode? Value(JsonNode? old) => _random.Next(12) switch
    {
        0 => null,
        1 => true,
        2 => 0,
        3 => -1,
        4 => 1.5,
        5 => 1e6,
        6 => JsonNode.Parse("2.0"),
        7 => "",
        8 => string.Concat(Enumerable.Repeat("🎧", _random.Next(600))),
        9 => new JsonArray(old?.DeepClone()),
        10 => new JsonObject { ["type"] = old?.DeepClone() },
        _ => _fields[_random.Next(_fields.Count)].Value?.DeepClone(),
    };
}
