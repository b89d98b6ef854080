using System.Runtime.InteropServices;
using System.Text.Json;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>
/// One value of a client's message, and where it lies. Each method reads it as one kind of thing; a value that is no such thing
/// is a fault, and reads as the kind's default.
/// </summary>
/// <param name="value">The value.</param>
/// <param name="path">Where it lies, such as <c>session.tools[0].name</c>.</param>
/// <param name="faults">Takes what is wrong.</param>
internal readonly struct Field(JsonElement value, string path, Faults faults)
{
    /// <summary>Where the value lies.</summary>
    public string Path => path;

    /// <summary>Whether the client sent null.</summary>
    public bool IsNull => value.ValueKind is JsonValueKind.Null;

    /// <summary>Whether the value is a string.</summary>
    public bool IsText => value.ValueKind is JsonValueKind.String;

    /// <summary>Whether the value is an object.</summary>
    public bool IsObject => value.ValueKind is JsonValueKind.Object;

    /// <summary>Whether the value is an object of one kind.</summary>
    /// <param name="type">What its <c>type</c> says.</param>
    public bool IsOfType(string type) =>
        IsObject && value.TryGetProperty("type", out var kind) && kind.ValueKind is JsonValueKind.String && kind.ValueEquals(type);

    /// <summary>Whether the value is a list.</summary>
    public bool IsList => value.ValueKind is JsonValueKind.Array;

    /// <summary>Reads a text, at most so long.</summary>
    public string Text(int maxLength)
    {
        var text = Text();
        if (text.Length > maxLength)
            faults.TooLong(path, text.Length, maxLength);
        return text;
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Is(JsonValueKind.String, "string") ? value.GetString()! : "";

    /// <summary>Reads an id or a name.</summary>
    public string NonEmptyText()
    {
        var text = Text();
        if (IsText && text.Length is 0)
            Refuse("Invalid value: ''. Expected a non-empty string.");
        return text;
    }

    /// <summary>Reads true or false.</summary>
    public bool Flag()
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Expected("boolean");
        return false;
    }

    /// <summary>Reads a whole number in a range; <c>500.0</c> is one too.</summary>
    public int Integer(int min, int max)
    {
        if (!Is(JsonValueKind.Number, "integer"))
            return min;
        var number = value.GetDouble();
        if (double.IsFinite(number) && !double.IsInteger(number))
            Expected("integer");
        else if (number < min || number > max)
            faults.IntegerRange(path, value.GetRawText(), number < min, number < min ? min : max);
        else
            return (int)number;
        return min;
    }

    /// <summary>Reads a number in a range.</summary>
    public double Number(double min, double max)
    {
        if (!Is(JsonValueKind.Number, "number"))
            return min;
        var number = value.GetDouble();
        if (number >= min && number <= max)
            return number;
        faults.NumberRange(path, value.GetRawText(), number < min, number < min ? min : max);
        return min;
    }

    /// <summary>Reads one of an enum's words.</summary>
    public T OneOf<T>()
        where T : struct, Enum => OneOf(WireNames<T>.All);

    /// <summary>Reads one of some words; null when it is none of them.</summary>
    public T? OneOf<T>(IReadOnlyList<(string Name, T Value)> choices)
    {
        if (!Is(JsonValueKind.String, "string"))
            return default;
        foreach (var (name, choice) in choices)
        {
            if (value.ValueEquals(name))
                return choice;
        }

        faults.Value(path, value.GetString()!, choices.Select(choice => choice.Name));
        return default;
    }

    /// <summary>Reads one of some words; "" when it is none of them.</summary>
    public string Word(params IReadOnlyList<string> words) => OneOf<string>([.. words.Select(word => (word, word))]) ?? "";

    /// <summary>Reads an object; fields of it that <paramref name="read"/> did not ask for are faults.</summary>
    public T Object<T>(Func<ObjectReader, T> read)
    {
        if (!Is(JsonValueKind.Object, "object"))
            return default!;
        var fields = new ObjectReader(value, path, faults);
        var result = read(fields);
        fields.End();
        return result;
    }

    /// <summary>Reads a list.</summary>
    public IReadOnlyList<T> List<T>(Func<Field, T> read)
    {
        if (!Is(JsonValueKind.Array, "array"))
            return [];
        var list = new List<T>(value.GetArrayLength());
        foreach (var element in value.EnumerateArray())
            list.Add(read(new Field(element, $"{path}[{list.Count}]", faults)));
        return list;
    }

    /// <summary>Reads pairs of texts.</summary>
    public IReadOnlyDictionary<string, string> Pairs(int maxCount, int maxKeyLength, int maxValueLength)
    {
        var pairs = new Dictionary<string, string>();
        if (!Is(JsonValueKind.Object, "object"))
            return pairs;
        if (value.GetPropertyCount() > maxCount)
            faults.TooManyProperties(path, value.GetPropertyCount(), maxCount);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            var field = new Field(property.Value, ObjectReader.Join(path, name), faults);
            if (name.Length > maxKeyLength)
                faults.TooLong(field.Path, name.Length, maxKeyLength);
            pairs[name] = field.Text(maxValueLength);
            if (faults.First is not null)
                break;
        }

        return pairs;
    }

    /// <summary>Reads every value of an object whose names are the client's own, up to the first fault.</summary>
    public void EachValue(Action<Field> read)
    {
        if (!Is(JsonValueKind.Object, "object"))
            return;
        foreach (var property in value.EnumerateObject())
        {
            read(new Field(property.Value, ObjectReader.Join(path, property.Name), faults));
            if (faults.First is not null)
                return;
        }
    }

    /// <summary>Reads an object that is only handed on.</summary>
    public JsonElement JsonObject()
    {
        Is(JsonValueKind.Object, "object");
        return value.Clone();
    }

    /// <summary>Takes the value as it is.</summary>
    public JsonElement Json() => value.Clone();

    /// <summary>Reads audio into a pooled buffer; null on a fault.</summary>
    public AudioPayload? Audio()
    {
        if (!Is(JsonValueKind.String, "string"))
            return null;
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        reader.Read();
        var payload = AudioPayload.Rent(0);
        var result = AudioBase64.Decode(ref reader, payload);
        if (result is not AudioBase64Result.Decoded)
            payload.Dispose();
        switch (result)
        {
            case AudioBase64Result.Decoded:
                return payload;
            case AudioBase64Result.TooLarge:
                Refuse($"Invalid '{path}': audio too large. Expected at most {AudioBase64.MaxBytes} bytes.");
                return null;
            default:
                Refuse($"Invalid '{path}': expected audio encoded as base64.");
                return null;
        }
    }

    /// <summary>Reads an object, or null.</summary>
    public T? OrNull<T>(Func<Field, T> read)
        where T : class => IsNull ? null : read(this);

    /// <summary>Reads a value, or null.</summary>
    public T? OrNullValue<T>(Func<Field, T> read)
        where T : struct => IsNull ? null : read(this);

    /// <summary>Reports that the value has the wrong JSON type.</summary>
    /// <param name="types">The types it may have.</param>
    public void Expected(string types) => faults.Type(path, types, KindName(value));

    /// <summary>Reports that the value cannot be.</summary>
    /// <param name="message">Why.</param>
    public void Refuse(string message) => faults.Value(path, message);

    /// <summary>JSON's name for the type of a value.</summary>
    public static string KindName(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "null",
    };

    private bool Is(JsonValueKind kind, string name)
    {
        if (value.ValueKind == kind)
            return true;
        Expected(name);
        return false;
    }
}
