using System.Text.RegularExpressions;

namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>Writes units out in English, where they follow a number.</summary>
internal static partial class Units
{
    private static readonly Dictionary<string, (string One, string Many)> Names = new(StringComparer.Ordinal)
    {
        ["km/h"] = ("kilometer per hour", "kilometers per hour"),
        ["kph"] = ("kilometer per hour", "kilometers per hour"),
        ["mph"] = ("mile per hour", "miles per hour"),
        ["m/s"] = ("meter per second", "meters per second"),
        ["km²"] = ("square kilometer", "square kilometers"),
        ["m²"] = ("square meter", "square meters"),
        ["m³"] = ("cubic meter", "cubic meters"),
        ["km"] = ("kilometer", "kilometers"),
        ["cm"] = ("centimeter", "centimeters"),
        ["mm"] = ("millimeter", "millimeters"),
        ["m"] = ("meter", "meters"),
        ["mi"] = ("mile", "miles"),
        ["ft"] = ("foot", "feet"),
        ["yd"] = ("yard", "yards"),
        ["kg"] = ("kilogram", "kilograms"),
        ["mg"] = ("milligram", "milligrams"),
        ["g"] = ("gram", "grams"),
        ["lb"] = ("pound", "pounds"),
        ["lbs"] = ("pound", "pounds"),
        ["oz"] = ("ounce", "ounces"),
        ["ml"] = ("milliliter", "milliliters"),
        ["mL"] = ("milliliter", "milliliters"),
        ["l"] = ("liter", "liters"),
        ["L"] = ("liter", "liters"),
        ["ms"] = ("millisecond", "milliseconds"),
        ["s"] = ("second", "seconds"),
        ["sec"] = ("second", "seconds"),
        ["min"] = ("minute", "minutes"),
        ["h"] = ("hour", "hours"),
        ["hr"] = ("hour", "hours"),
        ["hrs"] = ("hour", "hours"),
        ["Hz"] = ("hertz", "hertz"),
        ["kHz"] = ("kilohertz", "kilohertz"),
        ["MHz"] = ("megahertz", "megahertz"),
        ["GHz"] = ("gigahertz", "gigahertz"),
        ["KB"] = ("kilobyte", "kilobytes"),
        ["kB"] = ("kilobyte", "kilobytes"),
        ["MB"] = ("megabyte", "megabytes"),
        ["GB"] = ("gigabyte", "gigabytes"),
        ["TB"] = ("terabyte", "terabytes"),
        ["Mbps"] = ("megabit per second", "megabits per second"),
        ["Gbps"] = ("gigabit per second", "gigabits per second"),
        ["W"] = ("watt", "watts"),
        ["kW"] = ("kilowatt", "kilowatts"),
        ["kWh"] = ("kilowatt hour", "kilowatt hours"),
        ["V"] = ("volt", "volts"),
        ["kcal"] = ("kilocalorie", "kilocalories"),
        ["dB"] = ("decibel", "decibels"),
        ["°C"] = ("degree Celsius", "degrees Celsius"),
        ["℃"] = ("degree Celsius", "degrees Celsius"),
        ["°F"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["℉"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["°"] = ("degree", "degrees"),
    };

    /// <summary>Replaces every unit behind a number. A single letter needs a space before it: "5 m" is a length, "5m" may be a sum.</summary>
    public static string Replace(string text) => Unit().Replace(text, static match =>
    {
        var (number, unit) = (match.Groups["number"].Value, match.Groups["unit"].Value.Replace(" ", "", StringComparison.Ordinal));
        if (!Names.TryGetValue(unit, out var name) || (unit.Length == 1 && char.IsLetter(unit[0]) && match.Groups["gap"].Length == 0))
            return match.Value;
        return $"{number} {(number == "1" ? name.One : name.Many)}";
    });

    [GeneratedRegex(@"(?<number>\d+(?:[.,]\d+)*)(?<gap>\s?)(?<unit>°\s?[CF](?!\w)|[℃℉°]|k?m[²³](?!\w)|[A-Za-z]{1,4}(?:/[hs])?(?![\w²³/]))")]
    private static partial Regex Unit();
}
