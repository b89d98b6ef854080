using System.Globalization;
using System.Text;

namespace Realtime.Compat.Load;

/// <summary>Draws a sweep: sessions over processor time, sessions on both axes' honest scales, with the wait at p99 beside each point.</summary>
internal static class SweepChart
{
    private const int Width = 720;
    private const int Height = 400;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 46;
    private const int Bottom = 52;

    public static string Draw(IReadOnlyList<LoadResult> results)
    {
        var maxSessions = Nice(results.Max(result => result.Sessions));
        var maxCores = Math.Ceiling(results.Max(result => result.Cores) * 5) / 5;
        var svg = new StringBuilder();
        Add($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12" role="img">""");
        Add($"""<title>Processor cores that live sessions use</title><rect width="{Width}" height="{Height}" fill="#fff"/>""");
        Add($"""<text x="{Left}" y="20" font-size="15" font-weight="bold">Server cores by live sessions</text>""");
        Add($"""<text x="{Left}" y="37" fill="#555">each speaking in real time over its own WebSocket; beside the points: p99 ms from last speech sample to first audio</text>""");
        for (var i = 0; i <= 5; i++)
        {
            var (x, y) = (X(maxSessions * i / 5.0), Y(maxCores * i / 5));
            Add($"""<path d="M{Left} {y:0.0}H{Width - Right}" stroke="#e4e4e4"/><text x="{Left - 8}" y="{y + 4:0.0}" text-anchor="end">{maxCores * i / 5:0.00}</text>""");
            Add($"""<text x="{x:0.0}" y="{Height - Bottom + 18}" text-anchor="middle">{maxSessions * i / 5}</text>""");
        }

        Add($"""<path d="M{Left} {Top}V{Height - Bottom}H{Width - Right}" fill="none" stroke="#333"/>""");
        Add($"""<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle">sessions</text>""");
        Add($"""<text transform="translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)" text-anchor="middle">cores</text>""");
        var points = string.Join(' ', results.Select(result => string.Create(CultureInfo.InvariantCulture, $"{X(result.Sessions):0.0},{Y(result.Cores):0.0}")));
        Add($"""<polyline points="{points}" fill="none" stroke="#1664c0" stroke-width="2"/>""");
        foreach (var result in results)
        {
            Add($"""<circle cx="{X(result.Sessions):0.0}" cy="{Y(result.Cores):0.0}" r="3.5" fill="#1664c0"/>""");
            if (result.Sessions * 16 > maxSessions)
                Add($"""<text x="{X(result.Sessions) - 6:0.0}" y="{Y(result.Cores) - 8:0.0}" text-anchor="end" fill="#555">{Percentiles.Of(result.Log.FirstAudio).P99:0}</text>""");
        }

        Add($"</svg>");
        return svg.ToString();

        double X(double sessions) => Left + (Width - Left - Right) * sessions / maxSessions;
        double Y(double cores) => Height - Bottom - (Height - Top - Bottom) * cores / maxCores;
        void Add(FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The next number that divides well by five.</summary>
    private static int Nice(int value)
    {
        var step = (int)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(value)) - 1)) * 5;
        return (value + step - 1) / step * step;
    }
}
