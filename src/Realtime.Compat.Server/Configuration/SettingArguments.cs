namespace Realtime.Compat.Server.Configuration;

/// <summary>The part of a command line that is settings: `--Realtime:Chat:Model NAME` or `--Realtime:Chat:Model=NAME`.</summary>
internal static class SettingArguments
{
    /// <summary>Brings arguments into the one form the configuration reads without guessing.</summary>
    /// <param name="arguments">What is left of a command line without its verb.</param>
    /// <param name="settings">The names there are under `Realtime`.</param>
    /// <param name="verbs">The verbs, for a slip in one.</param>
    /// <returns>`--name=value`, one an entry.</returns>
    /// <exception cref="OperatorException">An argument that is no setting, or one without its value.</exception>
    public static string[] Parse(IReadOnlyList<string> arguments, SettingNames settings, IEnumerable<string> verbs)
    {
        var parsed = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
                throw new OperatorException($"\"{argument}\" is neither a verb nor a setting{DidYouMean(argument, verbs)}");
            var (name, value) = argument[2..].Split('=', 2) is [var left, var right] ? (left, right) : (argument[2..], null);
            if (name.StartsWith($"{ServerOptions.Section}:", StringComparison.OrdinalIgnoreCase) ? !settings.Contains(name) : !SettingNames.IsHostSetting(name))
                throw settings.Unknown(name);
            if (value is null && (i + 1 == arguments.Count || arguments[i + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new OperatorException($"--{name} needs a value.");
            parsed.Add($"--{name}={value ?? arguments[++i]}");
        }

        return [.. parsed];
    }

    /// <summary>Parts what a verb takes from settings.</summary>
    /// <param name="arguments">Both, in any order.</param>
    /// <returns>What stands for itself, and `--name value` or `--name=value`.</returns>
    public static (IReadOnlyList<string> Values, IReadOnlyList<string> Settings) Split(IReadOnlyList<string> arguments)
    {
        var (values, settings) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                values.Add(arguments[i]);
                continue;
            }

            settings.Add(arguments[i]);
            if (!arguments[i].Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
                settings.Add(arguments[++i]);
        }

        return (values, settings);
    }

    private static string DidYouMean(string typed, IEnumerable<string> verbs) =>
        NearestName.Of(typed, verbs) is { } verb ? $"; did you mean {verb}?" : "; `realtime --help` lists both.";
}
