using System.CommandLine;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;
using Spectre.Console;

namespace Realtime.Compat.Server.CommandLine.Models;

/// <summary>`realtime models …`: lists, installs, checks, removes and chooses speech models.</summary>
internal static class ModelsCommand
{
    private const string IdsText = "Ids of the catalogue";

    /// <summary>The verb with its own verbs.</summary>
    public static Command Create()
    {
        var models = new Command("models", "Install and choose speech models (and chat models of Ollama)");
        var language = new Option<string?>("--language") { Description = "Only models of this language (en, zh, de …)" };
        var installed = new Option<bool>("--installed") { Description = "Only what is installed" };
        var yes = new Option<bool>("--yes") { Description = "Agree to licences that are not free ones" };

        Add("list", "Show the catalogue, and what of it is installed and in use", (setting, line, _, _) =>
        {
            ListVerb.Run(setting, line.GetValue(language), line.GetValue(installed), AnsiConsole.Console);
            return Task.CompletedTask;
        }, ids: null, language, installed);
        Add("pull", "Install models; without an id those recommended for this machine. ollama/NAME has Ollama pull a chat model",
            (setting, line, ids, cancellation) => PullVerb.RunAsync(setting, ids, line.GetValue(yes), AnsiConsole.Console, cancellation), IdsText + ", or ollama/NAME", yes);
        Add("verify", "Read installed models and compare every file with its digest",
            (setting, _, ids, cancellation) => VerifyVerb.RunAsync(setting, ids, AnsiConsole.Console, cancellation), IdsText + "; none for all that are installed");
        Add("remove", "Delete models", (setting, _, ids, _) =>
        {
            RemoveVerb.Run(setting, ids, Console.Out);
            return Task.CompletedTask;
        }, IdsText);
        Add("use", "Choose what the server uses from its next start on", (setting, _, ids, _) =>
        {
            UseVerb.Run(setting, ids, Console.Out);
            return Task.CompletedTask;
        }, "Installed models, ollama/NAME, or none for the speech engines that need no model");
        return models;

        void Add(string name, string description, Func<ModelsSetting, ParseResult, IReadOnlyList<string>, CancellationToken, Task> run, string? ids, params Option[] options)
        {
            var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
            // Settings end up here as well, since the parser takes what it does not know for an argument.
            var rest = new Argument<string[]>("ID") { Description = ids, Arity = ArgumentArity.ZeroOrMore, Hidden = ids is null };
            command.Arguments.Add(rest);
            foreach (var option in options)
                command.Options.Add(option);
            command.SetAction((line, cancellation) => RunAsync(line, [.. line.GetValue(rest) ?? [], .. line.UnmatchedTokens], ids is not null, run, cancellation));
            models.Subcommands.Add(command);
        }
    }

    private static async Task<int> RunAsync(
        ParseResult line, string[] rest, bool takesIds, Func<ModelsSetting, ParseResult, IReadOnlyList<string>, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            var (ids, settings) = SettingArguments.Split(rest);
            if (!takesIds && ids.Count > 0)
                throw new OperatorException($"\"{ids[0]}\" is too much here.");
            var builder = ServeCommand.CreateBuilder(SettingArguments.Parse(settings, RealtimeServer.Settings, []));
            var directory = DataDirectory.Of(builder.Configuration);
            UserSettings.AddTo(builder.Configuration, directory);
            RealtimeServer.Settings.Check(builder.Configuration);
            using var setting = new ModelsSetting(builder.Configuration, directory);
            await run(setting, line, ids, cancellationToken);
            return 0;
        }
        catch (OperatorException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; the same command goes on where it stopped.");
            return 130;
        }
    }
}
