using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Doctor;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime doctor`: looks at everything a conversation needs, and says per line that it is fine, or what is wrong and what mends it.</summary>
internal static partial class DoctorCommand
{
    private const int NameWidth = 18;

    /// <summary>Makes the verb. Exit code 0 when all is well, else 1.</summary>
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print an array of findings as JSON" };
        var doctor = new Command("doctor", "Look at everything a conversation needs, and say what is wrong and what mends it") { json };
        doctor.TreatUnmatchedTokensAsErrors = false;
        doctor.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var settings = SettingArguments.Parse(parsed.UnmatchedTokens, RealtimeServer.Settings, ["doctor"]);
                return await RunAsync(settings, parsed.GetValue(json), Console.Out, cancellationToken) ? 0 : 1;
            }
            catch (OperatorException failure)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return doctor;
    }

    private static async Task<bool> RunAsync(string[] settings, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        var isWell = await Examination.RunAsync(
            settings,
            finding =>
            {
                findings.Add(finding);
                if (!json)
                    Print(output, finding);
            },
            cancellationToken);
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(findings, FindingJson.Shown.ListFinding));
        else
            await output.WriteLineAsync(isWell ? "All is well." : $"{findings.Count(finding => !finding.IsFine)} of {findings.Count} want mending.");
        return isWell;
    }

    private static void Print(TextWriter output, Finding finding)
    {
        output.WriteLine($"{(finding.IsFine ? "fine " : "WRONG")}  {finding.Check.PadRight(NameWidth)}{OneLine(finding.Detail)}");
        if (finding.Remedy is { } remedy)
            output.WriteLine($"       {new string(' ', NameWidth)}to mend it: {OneLine(remedy)}");
        output.Flush();
    }

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    [JsonSerializable(typeof(List<Finding>))]
    private sealed partial class FindingJson : JsonSerializerContext
    {
        /// <summary>For eyes too.</summary>
        public static FindingJson Shown { get; } = new(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
