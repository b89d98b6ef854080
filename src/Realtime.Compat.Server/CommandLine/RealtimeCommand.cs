using System.CommandLine;
using Realtime.Compat.Server.CommandLine.Models;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>The command line: verbs by System.CommandLine, everything else into the configuration.</summary>
internal static class RealtimeCommand
{
    private const string Overview = """
        A local server for any client of OpenAI's Realtime API.

        Settings are written --Realtime:Section:Name VALUE, or REALTIME__SECTION__NAME=VALUE in the environment:
          --Realtime:Chat:Model NAME          the chat model (with Ollama: as `ollama list` shows it)
          --Realtime:Chat:Provider NAME       auto, ollama, openai or scripted
          --Realtime:Chat:Url URL             where the chat server is
          --Realtime:SpeechToText:Url URL     another server for transcription
          --Realtime:TextToSpeech:Url URL     another server for speech
          --Realtime:DataDirectory DIRECTORY  where certificate, logs, models and appsettings.json lie
          --urls "http://…;https://…"         where to listen (http://127.0.0.1:8000;https://127.0.0.1:8443)
          --Logging:LogLevel:Realtime Debug   more to read
        docs/configuration.md lists all of them.
        """;

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">As given to the program.</param>
    /// <returns>The exit code: 0, or 1 after one sentence on standard error. Of `replay`: 0, 1 when the log has faults, 2 when it cannot be checked.</returns>
    public static Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand(Overview) { TreatUnmatchedTokensAsErrors = false };
        var serve = new Command("serve", "Start the server (what happens without a verb, too)") { TreatUnmatchedTokensAsErrors = false };
        var renew = new Command("renew", "Make a new certificate; clients must be told to trust it") { TreatUnmatchedTokensAsErrors = false };
        var certs = new Command("certs", "Show the certificate and how to trust it") { TreatUnmatchedTokensAsErrors = false };
        certs.Subcommands.Add(renew);
        root.Subcommands.Add(serve);
        root.Subcommands.Add(certs);
        root.Subcommands.Add(ModelsCommand.Create());
        root.Subcommands.Add(TalkCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        var replay = Replay();
        root.Subcommands.Add(replay);

        foreach (var command in (Command[])[root, serve])
            Run(command, ServeCommand.RunAsync);
        Run(certs, settings => CertsCommand.RunAsync(settings, renew: false));
        Run(renew, settings => CertsCommand.RunAsync(settings, renew: true));

        // No response files: "@" may begin a value.
        var line = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return line.CommandResult.Command == replay && line.Errors.Count + line.UnmatchedTokens.Count > 0 ? MisusedAsync(line) : line.InvokeAsync();

        void Run(Command command, Func<string[], Task> run) => command.SetAction(async (parsed, _) =>
        {
            try
            {
                await run(SettingArguments.Parse(parsed.UnmatchedTokens, RealtimeServer.Settings, root.Subcommands.Select(c => c.Name)));
                return 0;
            }
            catch (OperatorException failure)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
    }

    private static Command Replay()
    {
        var file = new Argument<string>("FILE") { Description = "The log: one event a line, or {\"dir\":\"s\"|\"c\",\"event\":{…}}; - for standard input" };
        var dialect = new Option<string?>("--dialect") { Description = "ga or beta; without it, what the events show" };
        dialect.AcceptOnlyFromAmong("ga", "beta");
        var schema = new Option<string?>("--schema") { Description = "OpenAI's schema of the protocol (docs/replay.md)" };
        var replay = new Command("replay", "Check a log of one connection's events against the protocol") { file, dialect, schema };
        replay.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var valid = await ReplayCommand.RunAsync(
                    parsed.GetRequiredValue(file), parsed.GetValue(dialect), parsed.GetValue(schema), Console.Out, cancellationToken);
                return valid ? 0 : 1;
            }
            catch (OperatorException failure)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 2;
            }
        });
        return replay;
    }

    private static async Task<int> MisusedAsync(ParseResult line)
    {
        await Console.Error.WriteLineAsync(string.Join('\n', line.Errors.Select(error => error.Message).Concat(line.UnmatchedTokens.Select(token => $"\"{token}\" is too much: replay takes one file.")).Distinct()));
        return 2;
    }
}
