using System.Globalization;
using Realtime.Compat.Protocol.Errors;

namespace Realtime.Compat.Protocol.Dialects.Reading;

/// <summary>
/// What is wrong with a client's message, in OpenAI's words. The first fault is the one that is answered: readers go on with
/// default values after it, and what they made is thrown away.
/// </summary>
internal sealed class Faults
{
    /// <summary>Longest piece of a client's own text that an error repeats, in characters.</summary>
    private const int QuoteLength = 128;

    /// <summary>The first fault; null while there is none.</summary>
    public RealtimeError? First { get; private set; }

    /// <summary>The message is no event.</summary>
    public void NoEvent(string message) => Add(ErrorCodes.InvalidEvent, message, param: null);

    /// <summary>A field that must be there is not.</summary>
    public void Missing(string path) => Add(ErrorCodes.MissingRequiredParameter, $"Missing required parameter: '{path}'.", path);

    /// <summary>A field that nobody knows.</summary>
    public void Unknown(string path) => Add(ErrorCodes.UnknownParameter, $"Unknown parameter: '{path}'.", path);

    /// <summary>A field of the wrong JSON type.</summary>
    public void Type(string path, string expected, string got) =>
        Add(ErrorCodes.InvalidType, $"Invalid type for '{path}': expected {expected}, got {got}", path);

    /// <summary>A value that is not in the list.</summary>
    public void Value(string path, string value, IEnumerable<string> supported) =>
        Value(path, $"Invalid value: '{Clip(value)}'. Supported values are: {Enumerate([.. supported.Select(name => $"'{name}'")])}.");

    /// <summary>A value that cannot be, for a reason of its own.</summary>
    public void Value(string path, string message) => Add(ErrorCodes.InvalidValue, message, path);

    /// <summary>An integer outside its range.</summary>
    public void IntegerRange(string path, string got, bool below, int bound) =>
        Range(below ? ErrorCodes.IntegerBelowMinValue : ErrorCodes.IntegerAboveMaxValue, path, "integer", got, below, Invariant(bound));

    /// <summary>A number outside its range.</summary>
    public void NumberRange(string path, string got, bool below, double bound) =>
        Range(below ? ErrorCodes.DecimalBelowMinValue : ErrorCodes.DecimalAboveMaxValue, path, "decimal", got, below, Invariant(bound));

    /// <summary>A text that is too long, in UTF-16 units as JavaScript counts.</summary>
    public void TooLong(string path, int length, int maxLength) => Add(
        ErrorCodes.StringAboveMaxLength,
        $"Invalid '{path}': string too long. Expected a string with maximum length {maxLength}, but got a string with length {length} instead.",
        path);

    /// <summary>An object with too many properties.</summary>
    public void TooManyProperties(string path, int count, int maxCount) => Add(
        ErrorCodes.ObjectAboveMaxProperties,
        $"Invalid '{path}': too many properties. Expected an object with at most {maxCount} properties, but got an object with {count} properties instead.",
        path);

    /// <summary>Shortens a client's own text, so that an error is never as long as what caused it.</summary>
    /// <param name="text">What the client sent.</param>
    public static string Clip(string text)
    {
        if (text.Length <= QuoteLength)
            return text;
        var end = char.IsHighSurrogate(text[QuoteLength - 1]) ? QuoteLength - 1 : QuoteLength;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Joins words as OpenAI's messages do: <c>a</c>; <c>a and b</c>; <c>a, b, and c</c>.</summary>
    private static string Enumerate(string[] words) => words switch
    {
        [] => "",
        [var only] => only,
        [var one, var other] => $"{one} and {other}",
        [.. var firsts, var last] => $"{string.Join(", ", firsts)}, and {last}",
    };

    private static string Invariant<T>(T number)
        where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    private void Range(string code, string path, string kind, string got, bool below, string bound) => Add(
        code,
        $"Invalid '{path}': {kind} {(below ? "below minimum" : "above maximum")} value. " +
        $"Expected a value {(below ? ">=" : "<=")} {bound}, but got {Clip(got)} instead.",
        path);

    private void Add(string code, string message, string? param) =>
        First ??= new RealtimeError { Code = code, Message = message, Param = param };
}
