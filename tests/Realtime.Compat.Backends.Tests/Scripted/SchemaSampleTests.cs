using System.Text.Json;
using System.Text.Json.Nodes;
using Realtime.Compat.Backends.Scripted;

namespace Realtime.Compat.Backends.Tests.Scripted;

public sealed class SchemaSampleTests
{
    private static readonly string[] Sentences =
        ["", "What is the weather in Paris?", "Set 3 alarms at 7.5, please!", "Turn the lamp off", "把灯打开，好吗？", "-42 and 1000000", "red", "🙂🙂🙂"];

    [Fact]
    public void Two_thousand_random_schemas_are_satisfied()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 2000; i++)
        {
            var schema = Schema(random, depth: 0);
            var root = (JsonObject)schema.DeepClone();
            root["$defs"] = new JsonObject { ["shared"] = new JsonObject { ["type"] = "integer", ["minimum"] = 3 } };
            var sentence = Sentences[i % Sentences.Length];

            var made = SchemaSample.Make(JsonElement.Parse(root.ToJsonString()), sentence);

            var mistake = SchemaCheck.Mistake(made, root, root);
            Assert.True(mistake is null, $"#{i} \"{sentence}\": {mistake}\n{root.ToJsonString()}\n{made?.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""", "What is the weather in Paris?", """{"city":"Paris"}""")]
    [InlineData("""{"type":"object","properties":{"on":{"type":"boolean"}}}""", "Turn the lamp off", """{"on":false}""")]
    [InlineData("""{"type":"object","properties":{"n":{"type":"integer","minimum":1,"maximum":10}}}""", "Wait 25 or 7 minutes", """{"n":7}""")]
    [InlineData("""{"type":"object","properties":{"unit":{"enum":["celsius","fahrenheit"]}}}""", "In Fahrenheit please", """{"unit":"fahrenheit"}""")]
    [InlineData("""{"type":"object","properties":{"unit":{"enum":["a","b"],"default":"b"}}}""", "Hi", """{"unit":"b"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"required":["a"]}""", "x", """{"a":"x"}""")]
    [InlineData("""{"type":"object","properties":{"at":{"type":"string","pattern":"^[0-9]{2}:[0-9]{2}$"}}}""", "now", """{"at":"12:00"}""")]
    [InlineData("""{"type":"object"}""", "x", "{}")]
    [InlineData("""{}""", "x", "\"x\"")]
    public void The_users_words_are_used_where_they_fit(string schema, string said, string made) =>
        Assert.Equal(made, SchemaSample.Make(JsonElement.Parse(schema), said)!.ToJsonString());

    [Theory]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}}}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"type":"array","items":{"$ref":"#"},"minItems":1}""")]
    [InlineData("""{"type":"number","minimum":1e300}""")]
    [InlineData("""{"type":"array","items":{"type":"string"},"minItems":1000000000}""")]
    [InlineData("""{"type":"string","minLength":1000000000}""")]
    [InlineData("""{"type":"string","pattern":"(a+)+$("}""")]
    [InlineData("""{"type":42,"required":"x","properties":[],"enum":{}}""")]
    [InlineData("""{"type":"integer","multipleOf":0,"minimum":5,"maximum":1}""")]
    public void Hostile_schemas_end(string schema) => Assert.Null(Record.Exception(() => SchemaSample.Make(JsonElement.Parse(schema), "words")));

    private static JsonObject Schema(Random random, int depth)
    {
        var kind = random.Next(depth >= 3 ? 7 : 11);
        return kind switch
        {
            0 => Number(random, whole: true),
            1 => Number(random, whole: false),
            2 => new JsonObject { ["type"] = "boolean" },
            3 => Text(random),
            4 => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(4)).Select(i => (JsonNode)(random.Next(2) == 0 ? i : $"red{i}"))]) },
            5 => new JsonObject { ["const"] = random.Next(2) == 0 ? "fixed" : 7 },
            6 => random.Next(2) == 0 ? new JsonObject { ["$ref"] = "#/$defs/shared" } : new JsonObject { ["type"] = new JsonArray("null", "string") },
            7 => new JsonObject { ["anyOf"] = new JsonArray(Schema(random, depth + 1), new JsonObject { ["type"] = "null" }) },
            8 => List(random, depth),
            _ => Map(random, depth),
        };
    }

    private static JsonObject Number(Random random, bool whole)
    {
        var schema = new JsonObject { ["type"] = whole ? "integer" : "number" };
        var low = random.Next(-1000, 1000);
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = whole ? low : low + 0.5m;
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + 40 + random.Next(100);
        if (random.Next(3) == 0)
            schema["multipleOf"] = whole ? random.Next(1, 12) : random.Next(1, 8) * 0.25m;
        return schema;
    }

    private static JsonObject Text(Random random)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (random.Next(3) == 0)
        {
            schema["format"] = new[] { "date", "date-time", "email", "uri", "uuid", "ipv4" }[random.Next(6)];
            return schema;
        }

        var least = random.Next(20);
        if (random.Next(2) == 0)
            schema["minLength"] = least;
        if (random.Next(2) == 0)
            schema["maxLength"] = least + random.Next(10);
        return schema;
    }

    private static JsonObject List(Random random, int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Schema(random, depth + 1) };
        var least = random.Next(4);
        if (random.Next(2) == 0)
            schema["minItems"] = least;
        if (random.Next(2) == 0)
            schema["maxItems"] = least + random.Next(3);
        if (random.Next(4) == 0)
        {
            schema["items"] = new JsonObject { ["type"] = random.Next(2) == 0 ? "integer" : "string" };
            schema["uniqueItems"] = true;
        }

        return schema;
    }

    private static JsonObject Map(Random random, int depth)
    {
        var properties = new JsonObject();
        for (var i = random.Next(4); i > 0; i--)
            properties[$"p{i}"] = Schema(random, depth + 1);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (random.Next(2) == 0)
            schema["required"] = new JsonArray([.. properties.Select(p => p.Key).Where(_ => random.Next(2) == 0).Select(k => (JsonNode)k)]);
        if (random.Next(2) == 0)
            schema["additionalProperties"] = false;
        return schema;
    }
}
