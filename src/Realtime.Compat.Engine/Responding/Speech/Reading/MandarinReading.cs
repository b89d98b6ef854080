using System.Globalization;
using System.Text.RegularExpressions;

namespace Realtime.Compat.Engine.Responding.Speech.Reading;

/// <summary>Writes out numbers, money, units, dates and times in Chinese: lexicon-based voices have no sound for a digit.</summary>
internal static partial class MandarinReading
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["km/h"] = "公里每小时",
        ["km"] = "公里",
        ["cm"] = "厘米",
        ["mm"] = "毫米",
        ["m"] = "米",
        ["kg"] = "公斤",
        ["g"] = "克",
        ["mg"] = "毫克",
        ["ml"] = "毫升",
        ["L"] = "升",
        ["°C"] = "摄氏度",
        ["℃"] = "摄氏度",
        ["°F"] = "华氏度",
        ["°"] = "度",
        ["GB"] = "G B",
        ["MB"] = "兆",
        ["元"] = "元",
    };

    private static readonly Dictionary<string, string> Currencies = new(StringComparer.Ordinal)
    {
        ["¥"] = "元",
        ["￥"] = "元",
        ["$"] = "美元",
        ["€"] = "欧元",
        ["£"] = "英镑",
    };

    /// <summary>Reads a text.</summary>
    public static string Read(string text)
    {
        text = IsoDate().Replace(text, static m => $"{Digits(m.Groups[1].Value)}年{Count(m.Groups[2].Value)}月{Count(m.Groups[3].Value)}日");
        text = Year().Replace(text, static m => Digits(m.Groups[1].Value));
        text = ClockTime().Replace(text, static m => $"{Count(m.Groups[1].Value)}点{(m.Groups[2].Value == "00" ? "" : m.Groups[2].Value[0] == '0' ? "零" + Digit(m.Groups[2].Value[1]) + "分" : Count(m.Groups[2].Value) + "分")}");
        text = Percent().Replace(text, static m => "百分之" + Amount(m.Groups[1].Value));
        text = Money().Replace(text, static m => Amount(m.Groups[2].Value) + Currencies[m.Groups[1].Value]);
        text = Unit().Replace(text, static m => Amount(m.Groups[1].Value) + Units[m.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal)]);
        text = Minus().Replace(text, "负");
        text = Range().Replace(text, "到");
        return Number().Replace(text, static m => Amount(m.Value));
    }

    /// <summary>A number with or without decimals: 3.5 is 三点五; long ones, and those that begin with 0, are read digit by digit.</summary>
    private static string Amount(string number)
    {
        var parts = number.Replace(",", "", StringComparison.Ordinal).Split('.');
        if (parts.Length > 2)
            return string.Join('点', parts.Select(Digits));
        return Count(parts[0]) + (parts.Length == 2 ? "点" + Digits(parts[1]) : "");
    }

    private static string Count(string digits)
    {
        var trimmed = digits.TrimStart('0');
        if (digits.Length > 12 || (digits.Length > 2 && digits[0] == '0') || (digits.Length == 11 && digits[0] == '1'))
            return Digits(digits);
        return trimmed.Length == 0 ? "零" : Whole(long.Parse(trimmed, CultureInfo.InvariantCulture));
    }

    private static string Whole(long value)
    {
        if (value >= 100_000_000)
            return Whole(value / 100_000_000) + "亿" + Rest(value % 100_000_000, 10_000_000);
        if (value >= 10_000)
            return Whole(value / 10_000) + "万" + Rest(value % 10_000, 1_000);
        if (value >= 1_000)
            return Digit((int)(value / 1_000)) + "千" + Rest(value % 1_000, 100);
        if (value >= 100)
            return Digit((int)(value / 100)) + "百" + (value % 100 is >= 10 and < 20 ? "一" + Whole(value % 100) : Rest(value % 100, 10));
        if (value >= 20)
            return Digit((int)(value / 10)) + "十" + (value % 10 == 0 ? "" : Digit((int)(value % 10)));
        return value >= 10 ? "十" + (value == 10 ? "" : Digit((int)(value - 10))) : Digit((int)value);
    }

    /// <summary>What follows a 千, 万 or 亿: nothing, or with 零 where a place is skipped.</summary>
    private static string Rest(long value, long place) => value == 0 ? "" : (value < place ? "零" : "") + Whole(value);

    private static string Digits(string digits) => string.Concat(digits.Select(Digit));

    private static string Digit(char digit) => Digit(digit - '0');

    private static string Digit(int digit) => "零一二三四五六七八九"[digit].ToString();

    [GeneratedRegex(@"(?<![\d-])([12][0-9]{3})[-/](0?[1-9]|1[0-2])[-/](0?[1-9]|[12][0-9]|3[01])(?![\d-])")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"(?<![0-9])([0-9]{4})(?=年)")]
    private static partial Regex Year();

    [GeneratedRegex(@"(?<![0-9:.])([01]?[0-9]|2[0-3])[:：]([0-5][0-9])(?![0-9:])")]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"([0-9][0-9,]*(?:\.[0-9]+)?)\s?[%％]")]
    private static partial Regex Percent();

    [GeneratedRegex(@"([¥￥$€£])\s?([0-9][0-9,]*(?:\.[0-9]+)?)")]
    private static partial Regex Money();

    [GeneratedRegex(@"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(km/h|km|cm|mm|kg|mg|ml|m|g|L|°\s?[CF]|℃|°|GB|MB)(?![A-Za-z0-9])")]
    private static partial Regex Unit();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[-−](?=[0-9零一二三四五六七八九十])")]
    private static partial Regex Minus();

    [GeneratedRegex(@"(?<=[0-9])\s?[–~～]\s?(?=[0-9])")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![A-Za-z_])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)*")]
    private static partial Regex Number();
}
