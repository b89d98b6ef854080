using System.CommandLine;
using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;
using Realtime.Compat.Server.CommandLine.Talk;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.CommandLine;

/// <summary>`realtime talk`: asks a running server something and shows what comes back, with timings.</summary>
internal static class TalkCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create()
    {
        var question = new Argument<string?>("QUESTION") { Description = "What to ask: a text, or a WAV file", Arity = ArgumentArity.ZeroOrOne };
        var url = new Option<string>("--url") { Description = "The server, or any Realtime API (https://api.openai.com/v1)", DefaultValueFactory = _ => RealtimeAddress.Default };
        var key = new Option<string?>("--key") { Description = "API key; OPENAI_API_KEY otherwise" };
        var model = new Option<string>("--model") { Description = "Model to ask for", DefaultValueFactory = _ => "gpt-realtime" };
        var voice = new Option<string?>("--voice") { Description = "Voice of the answer" };
        var text = new Option<bool>("--text") { Description = "Have the answer in writing" };
        var save = new Option<string?>("--save") { Description = "Save the answer's voice as a WAV file" };
        var play = new Option<bool>("--play") { Description = "Play the answer's voice" };
        var device = new Option<string?>("--device") { Description = "Play it on this sound device: its number, its name, or a part of it" };
        var interactive = new Option<bool>("--interactive", "-i") { Description = "Ask one thing after another, a line each" };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Print every event, both ways" };
        var talk = new Command("talk", "Ask a running server something: the quickest proof that it works")
        {
            question, url, key, model, voice, text, save, play, device, interactive, verbose,
        };
        talk.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var (asked, address) = (parsed.GetValue(question), RealtimeAddress.Parse(parsed.GetRequiredValue(url), parsed.GetRequiredValue(model)));
                if (asked is null && !parsed.GetValue(interactive))
                    throw new OperatorException("Say what to ask: `realtime talk \"What time is it?\"`, a WAV file, or -i to ask one thing after another.");
                using var authority = LocalAuthority.For(address);
                using var devices = parsed.GetValue(play) || parsed.GetValue(device) is not null ? SoundDevices.Open("--save ANSWER.wav in place of --play") : null;
                await using var player = devices is null ? null : new Player(new DeviceLoudspeaker(devices.Loudspeaker(parsed.GetValue(device))), TimeProvider.System);
                var conversation = new TalkConversation(Console.Out, TimeProvider.System)
                {
                    Address = address,
                    ApiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("OPENAI_API_KEY"),
                    Authority = authority,
                    Voice = parsed.GetValue(voice),
                    InWriting = parsed.GetValue(text),
                    SaveTo = parsed.GetValue(save),
                    Player = player,
                    IsVerbose = parsed.GetValue(verbose),
                };
                return await conversation.RunAsync(asked, parsed.GetValue(interactive) ? Console.In : null, cancellationToken);
            }
            catch (Exception failure) when (failure is RealtimeClientException or OperatorException)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 1;
            }
        });
        return talk;
    }
}
