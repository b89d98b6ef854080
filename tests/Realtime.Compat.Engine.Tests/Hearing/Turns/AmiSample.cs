using System.Globalization;
using System.Text;

namespace Realtime.Compat.Engine.Tests.Hearing.Turns;

/// <summary>A pause in a meeting of the AMI corpus: the words before it, its length, and whether somebody else spoke next.</summary>
internal sealed record AmiSample(string Meeting, string Words, int PauseMs, bool IsEnd)
{
    /// <summary>Path in the shared data.</summary>
    public const string Path = "turn/ami_turn_samples.csv";

    /// <summary>Whether the sample is held out of training: every other meeting is, so that no conversation is in both halves.</summary>
    public bool IsHeldOut { get; private init; }

    /// <summary>The words as a recogniser without punctuation writes them.</summary>
    public AmiSample WithoutMarks() => this with { Words = new string([.. Words.Where(c => char.IsLetterOrDigit(c) || c is ' ' or '\'' or '-')]).ToLowerInvariant() };

    /// <summary>Reads all samples.</summary>
    public static IReadOnlyList<AmiSample> Load(string file)
    {
        var rows = File.ReadLines(file).Skip(1).Select(Fields).ToList();
        var meetings = rows.Select(row => row[1]).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            .. rows.Select(row => new AmiSample(row[1], row[4].Trim(), int.Parse(row[5], CultureInfo.InvariantCulture), row[14] == "1")
            {
                IsHeldOut = meetings.IndexOf(row[1]) % 2 == 1,
            }),
        ];
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
