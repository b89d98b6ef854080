using System.CommandLine;
using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.PushToTalk;

/// <summary>The command line.</summary>
internal static class PushToTalkCommand
{
    /// <summary>Makes it. Exit code 0, or 1 after one sentence on standard error.</summary>
    public static RootCommand Create()
    {
        var url = new Option<string>("--url") { Description = "The server, or any Realtime API (https://api.openai.com/v1)", DefaultValueFactory = _ => RealtimeAddress.Default };
        var key = new Option<string?>("--key") { Description = "API key; OPENAI_API_KEY otherwise" };
        var model = new Option<string>("--model") { Description = "Model to ask for", DefaultValueFactory = _ => "gpt-realtime" };
        var voice = new Option<string?>("--voice") { Description = "Voice of the answers" };
        var handsFree = new Option<bool>("--hands-free") { Description = "Speak at any time: the server hears where a turn ends, and an answer that is spoken over stops" };
        var device = new Option<string?>("--device") { Description = "Sound device: its number, its name, or a part of it" };
        var list = new Option<bool>("--list-devices") { Description = "Show the sound devices" };
        var input = new Option<string?>("--input") { Description = "Speak a WAV file in place of a microphone, wait for its answer, and end" };
        var output = new Option<string?>("--output") { Description = "Write the answers to a WAV file in place of a loudspeaker" };
        var root = new RootCommand("Talk in the terminal: K starts and stops recording, C cancels the answer, Q quits.") { url, key, model, voice, handsFree, device, list, input, output };
        root.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                if (parsed.GetValue(list))
                    return ListDevices();
                await TalkProgram.RunAsync(
                    new TalkOptions
                    {
                        Url = parsed.GetRequiredValue(url),
                        ApiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("OPENAI_API_KEY"),
                        Model = parsed.GetRequiredValue(model),
                        Voice = parsed.GetValue(voice),
                        IsHandsFree = parsed.GetValue(handsFree),
                        Device = parsed.GetValue(device),
                        Input = parsed.GetValue(input),
                        Output = parsed.GetValue(output),
                    },
                    cancellationToken);
                return 0;
            }
            catch (RealtimeClientException failure)
            {
                await Console.Error.WriteLineAsync(failure.Message);
                return 1;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return 0;
            }
        });
        return root;
    }

    private static int ListDevices()
    {
        using var devices = SoundDevices.Open(TalkProgram.WithoutSound);
        if (devices.All.Count == 0)
            throw new RealtimeClientException($"This machine has no sound device: plug one in, or do without: {TalkProgram.WithoutSound}.");
        foreach (var device in devices.All)
            Console.WriteLine($"{device.Index,3}  {Uses(device),-20}  {device.SampleRateHz,6} Hz  {device.Name}");
        return 0;
    }

    private static string Uses(SoundDevice device) => string.Join(", ", new[]
    {
        device.IsInput ? $"records{(device.IsDefaultInput ? "*" : "")}" : null,
        device.IsOutput ? $"plays{(device.IsDefaultOutput ? "*" : "")}" : null,
    }.Where(use => use is not null));
}
