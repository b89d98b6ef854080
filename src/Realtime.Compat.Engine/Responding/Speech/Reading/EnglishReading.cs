using System.Globalization;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>
/// Writes out what English voices read badly or not at all: money, units, dates, times, versions, arithmetic. Plain numbers stay
/// digits, which every engine reads.
/// </summary>
internal static partial class EnglishReading
{
    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly Dictionary<string, (string One, string Many, string Part)> Currencies = new(StringComparer.Ordinal)
    {
        ["$"] = ("dollar", "dollars", "cent"),
        ["US$"] = ("dollar", "dollars", "cent"),
        ["€"] = ("euro", "euros", "cent"),
        ["£"] = ("pound", "pounds", "penny"),
        ["¥"] = ("yen", "yen", ""),
        ["₹"] = ("rupee", "rupees", "paisa"),
    };

    private static readonly Dictionary<string, string> Scales = new(StringComparer.OrdinalIgnoreCase)
    {
        ["k"] = "thousand",
        ["m"] = "million",
        ["mn"] = "million",
        ["b"] = "billion",
        ["bn"] = "billion",
    };

    private static readonly (Regex Pattern, string Spoken)[] Signs =
    [
        (CSharp(), "$1 sharp"), (CPlusPlus(), "C plus plus"), (Number(), "number "), (Version(), "version "), (Minus(), "minus "),
        (Times(), " times "), (DividedBy(), " divided by "), (EqualTo(), " equals "), (Plus(), " plus "), (Subtract(), " minus "), (To(), " to "),
        (And(), " and "), (Per(), " per "),
    ];

    private static readonly (string Written, string Spoken)[] Words =
    [
        ("≈", " about "), ("≥", " at least "), ("≤", " at most "), ("≠", " is not "), ("±", " plus or minus "), ("→", " to "), ("²", " squared"), ("^2", " squared"), (" < ", " is less than "), (" > ", " is more than "), ("³", " cubed"),
        ("½", " one half"), ("¼", " one quarter"), ("¾", " three quarters"), ("⅓", " one third"), ("⅔", " two thirds"),
        ("e.g.", "for example"), ("i.e.", "that is"),
    ];

    /// <summary>Reads a text.</summary>
    public static string Read(string text)
    {
        text = Money().Replace(text, static match => MoneyOf(match.Groups["sign"].Value, match));
        text = MoneyBehind().Replace(text, static match => MoneyOf(match.Groups["sign"].Value, match));
        text = IsoDate().Replace(text, static match => DateOf(match));
        text = ClockTime().Replace(text, static match => TimeOf(match));
        text = Units.Replace(text);
        text = Dots().Replace(text, static match => match.Value.Replace(".", match.Value.Count(c => c == '.') == 3 ? " dot " : " point ", StringComparison.Ordinal));
        foreach (var (pattern, spoken) in Signs)
            text = pattern.Replace(text, spoken);
        foreach (var (written, spoken) in Words)
            text = text.Replace(written, spoken, StringComparison.OrdinalIgnoreCase);
        return text.Replace("%", " percent", StringComparison.Ordinal);
    }

    private static string MoneyOf(string sign, Match match)
    {
        var (one, many, part) = Currencies[sign];
        var (whole, fraction, scale) = (match.Groups["whole"].Value, match.Groups["part"].Value, match.Groups["scale"].Value);
        if (scale.Length > 0)
            return $"{whole}{(fraction.Length > 0 ? "." + fraction : "")} {Scales.GetValueOrDefault(scale, scale)} {many}";
        if (fraction.Length != 2 || part.Length == 0)
            return fraction.Length > 0 ? $"{whole}.{fraction} {many}" : $"{whole} {(whole == "1" ? one : many)}";

        var cents = int.Parse(fraction, CultureInfo.InvariantCulture);
        var small = $"{cents} {(cents == 1 ? part : part switch { "penny" => "pence", "paisa" => "paise", _ => part + "s" })}";
        return cents == 0 ? $"{whole} {(whole == "1" ? one : many)}" : whole == "0" ? small : $"{whole} {(whole == "1" ? one : many)} and {small}";
    }

    private static string DateOf(Match match) => string.Create(CultureInfo.InvariantCulture,
        $"{Months[int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture) - 1]} {int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture)}, {match.Groups["year"].Value}");

    private static string TimeOf(Match match)
    {
        var (hour, minute, half) = (int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture), match.Groups["minute"].Value, match.Groups["half"].Value);
        var suffix = half.Length == 0 ? "" : char.ToUpperInvariant(half[0]) + " M";
        var minutes = minute[0] == '0' ? minute[1] == '0' ? suffix.Length > 0 ? "" : hour <= 12 ? "o'clock" : "hundred" : $"oh {minute[1]}" : minute;
        return string.Join(' ', ((string[])[hour.ToString(CultureInfo.InvariantCulture), minutes, suffix]).Where(part => part.Length > 0));
    }

    [GeneratedRegex(@"(?<sign>US\$|[$€£¥₹])\s?(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<part>\d+))?(?:\s?(?<scale>thousand|million|billion|trillion|[kKMB]|bn|mn|m)\b)?")]
    private static partial Regex Money();

    [GeneratedRegex(@"(?<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?<part>\d+))?(?:\s?(?<scale>thousand|million|billion|trillion|[kKMB]|bn|mn|m)\b)?\s?(?<sign>[€£$])(?!\d)")]
    private static partial Regex MoneyBehind();

    [GeneratedRegex(@"(?<![\d-])(?<year>[12]\d{3})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12]\d|3[01])(?![\d-])")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"(?<![\d:.])(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?:\s?(?<half>[ap]\.?m\b\.?|[AP]M\b))?")]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"(?<![\d.])\d+(?:\.\d+){2,3}(?![\d.]*\d)")]
    private static partial Regex Dots();

    [GeneratedRegex(@"\b([CFJ])#")]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\bC\+\+")]
    private static partial Regex CPlusPlus();

    [GeneratedRegex(@"#(?=\d)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bv(?=\d+(?:\.| point )\d)")]
    private static partial Regex Version();

    [GeneratedRegex(@"(?<![\w.)\]])[-−](?=\d)")]
    private static partial Regex Minus();

    [GeneratedRegex(@"(?<=\d)\s?[×*]\s?(?=\d)")]
    private static partial Regex Times();

    [GeneratedRegex(@"\s?÷\s?")]
    private static partial Regex DividedBy();

    [GeneratedRegex(@"(?<=[\w)])\s*=\s*(?=[\w(]|minus|-)")]
    private static partial Regex EqualTo();

    [GeneratedRegex(@"(?<=\d)\s?\+\s?(?=\d)")]
    private static partial Regex Plus();

    [GeneratedRegex(@"(?<=\d)\s[-−]\s(?=\d)")]
    private static partial Regex Subtract();

    [GeneratedRegex(@"(?<=\d)\s?–\s?(?=\d)")]
    private static partial Regex To();

    [GeneratedRegex(@"\s?&\s?")]
    private static partial Regex And();

    [GeneratedRegex(@"(?<=(?:dollars?|euros?|pounds?|yen|rupees?))/(?=\p{L})")]
    private static partial Regex Per();
}
