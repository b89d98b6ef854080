using System.Globalization;

namespace Realtime.Compat.Latency.Bench;

/// <summary>The stages of many turns, and their percentiles.</summary>
internal sealed class StageTable
{
    private readonly Dictionary<string, List<double>> _rows = [];

    public void Add(TurnTimes client, IReadOnlyDictionary<string, double> server)
    {
        Add("silence window and voice activity", client.SpeechStopped);
        Add("speech to text", server["transcription"]);
        Add("chat model: first token", server["first_token"]);
        Add("chat model: first clause", server["first_clause"]);
        Add("text to speech: first sound", server["first_speech"]);
        Add("first audio delta", server["first_audio"]);
        Add("last speech sample to first audio", client.FirstAudio);
    }

    public void Print(TextWriter output, List<double> naive)
    {
        output.WriteLine();
        output.WriteLine("| Stage, ms | p50 | p95 | p99 |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (var (stage, values) in _rows)
            Print(output, stage, values);
        Print(output, "the naive chain: last speech sample to first audio", naive);
        var ours = _rows["last speech sample to first audio"];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| naive ÷ ours | {At(naive, 0.5) / At(ours, 0.5):0.00} | {At(naive, 0.95) / At(ours, 0.95):0.00} | {At(naive, 0.99) / At(ours, 0.99):0.00} |"));
    }

    public static void Print(TextWriter output, string name, List<double> values) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(values, 0.50):0.00} | {At(values, 0.95):0.00} | {At(values, 0.99):0.00} |"));

    /// <summary>The value that so great a share of all does not exceed.</summary>
    public static double At(List<double> values, double share)
    {
        values.Sort();
        return values[(int)Math.Ceiling(share * values.Count) - 1];
    }

    private void Add(string stage, double ms)
    {
        if (!_rows.TryGetValue(stage, out var values))
            _rows.Add(stage, values = []);
        values.Add(ms);
    }
}
