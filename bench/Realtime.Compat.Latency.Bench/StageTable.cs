using System.Globalization;

namespace Realtime.Compat.Latency.Bench;

/// <summary>The stages of many turns, and their percentiles.</summary>
internal sealed class StageTable
{
    private readonly Dictionary<string, List<double>> _rows = [];

    public void Add(TurnTimes client, IReadOnlyDictionary<string, double> server)
    {
        Add("silence window and voice activity", client.SpeechStopped);
        Add("speech to text", server["asked"]);
        Add("chat model: first token", server["first_token"] - server["asked"]);
        Add("chat model: first clause", server["first_clause"] - server["first_token"]);
        Add("text to speech: first audio", server["first_audio"] - server["first_clause"]);
        Add("to the client", client.FirstAudio - client.SpeechStopped - server["first_audio"]);
        Add("last speech sample to first audio", client.FirstAudio);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| Stage, ms | p50 | p95 | max |");
        output.WriteLine("|---|---:|---:|---:|");
        foreach (var (stage, values) in _rows)
        {
            values.Sort();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {stage} | {At(values, 0.50):0.0} | {At(values, 0.95):0.0} | {values[^1]:0.0} |"));
        }
    }

    private void Add(string stage, double ms)
    {
        if (!_rows.TryGetValue(stage, out var values))
            _rows.Add(stage, values = []);
        values.Add(ms);
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
