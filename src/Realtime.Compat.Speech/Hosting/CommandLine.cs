using Realtime.Compat.Speech.Sherpa.Trial;

namespace Realtime.Compat.Speech.Hosting;

/// <summary>The worker's command line.</summary>
/// <param name="ExitWithParent">End when standard input ends.</param>
/// <param name="ShowHelp">Print <see cref="Usage"/> and end.</param>
/// <param name="Trial">A model's folder to try and report on, instead of serving; null to serve.</param>
/// <param name="Settings">The rest, in the form the configuration takes.</param>
internal sealed record CommandLine(bool ExitWithParent, bool ShowHelp, string? Trial, string[] Settings)
{
    /// <summary>The help text.</summary>
    public const string Usage =
        """
        realtime-speech: local speech engines behind OpenAI's audio API.

          --urls <url>           where to listen; http://127.0.0.1:8010 unless told, port 0 for any free one
          --exit-with-parent     end when standard input ends, so that no orphan is left
          --try <folder>         load the downloaded model in that folder, use it once, say how it went, and end
          --Speech:<name> <value>   a setting (docs/speech.md lists them)
          --Logging:LogLevel:Default <level>   Trace, Debug, Information, Warning, Error

        When it can be reached it prints one line of JSON: {"event":"listening","url":"…"}. Logs go to standard error.
        """;

    private static readonly string[] Sections = ["Speech:", "Logging:", "Kestrel:"];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">An argument nobody knows, or one without its value; one sentence.</exception>
    public static CommandLine Parse(ReadOnlySpan<string> arguments)
    {
        var (exitWithParent, help) = (false, false);
        string? trial = null;
        var settings = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--exit-with-parent":
                    exitWithParent = true;
                    break;
                case ModelTrial.Option:
                    trial = i + 1 < arguments.Length ? arguments[++i] : throw new ArgumentException($"{ModelTrial.Option} needs a model's folder.");
                    break;
                case "--help" or "-h":
                    help = true;
                    break;
                default:
                    var parts = arguments[i].Split('=', 2);
                    if (!IsSetting(parts[0])) throw new ArgumentException($"Unknown argument '{arguments[i]}'; --help lists what there is.");
                    if (parts.Length == 1 && (i + 1 == arguments.Length || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
                        throw new ArgumentException($"{arguments[i]} needs a value.");
                    settings.Add(parts.Length == 2 ? arguments[i] : $"{arguments[i]}={arguments[++i]}");
                    break;
            }
        }

        return new CommandLine(exitWithParent, help, trial, [.. settings]);
    }

    private static bool IsSetting(string argument) =>
        argument.Equals("--urls", StringComparison.OrdinalIgnoreCase)
        || argument.StartsWith("--", StringComparison.Ordinal)
        && Sections.Any(section => argument.AsSpan(2).StartsWith(section, StringComparison.OrdinalIgnoreCase));
}
