using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;
using Spectre.Console;

namespace Realtime.Compat.PushToTalk;

/// <summary>Puts connection, microphone, loudspeaker and screen together, and runs them until the user has had enough.</summary>
internal static class TalkProgram
{
    /// <summary>The options that take the place of sound.</summary>
    public const string WithoutSound = "--input QUESTION.wav --output ANSWER.wav";

    /// <summary>Runs it.</summary>
    /// <param name="options">What the user asked for.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="RealtimeClientException">Server, sound or file is not there, or failed.</exception>
    public static async Task RunAsync(TalkOptions options, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        if (options.Input is null && (Console.IsInputRedirected || Console.IsOutputRedirected))
            throw new RealtimeClientException($"This is no terminal: run it in one, or give it {WithoutSound}.");
        // Files and sound first: what is missing there is told before anybody is called.
        var recording = options.Input is null ? null : new FileMicrophone(PcmFile.Read(options.Input), clock);
        using var devices = recording is null || options.Output is null ? SoundDevices.Open(WithoutSound) : null;
        IMicrophone microphone = recording ?? (IMicrophone)new DeviceMicrophone(devices!.Microphone(options.Device), clock);
        var file = options.Output is null ? null : new FileLoudspeaker(options.Output);
        ILoudspeaker loudspeaker = file ?? (ILoudspeaker)new DeviceLoudspeaker(devices!.Loudspeaker(options.Device));
        var address = RealtimeAddress.Parse(options.Url, options.Model);
        using var authority = LocalAuthority.For(address);
        var view = new TalkView { Server = $"{address.Scheme}://{address.Authority}", IsHandsFree = options.IsHandsFree };
        await using var player = new Player(loudspeaker, clock) { OnPlayed = piece => view.LoudspeakerDb = Loudness.OfPcm16(piece.Span) };
        view.Plays = () => player.IsPlaying;
        var connection = await RealtimeConnection.ConnectAsync(address, new RealtimeConnectionOptions { ApiKey = options.ApiKey, Authority = authority }, cancellationToken);
        await using (connection)
        await using (var conversation = new VoiceConversation(connection, microphone, player, view, clock))
        {
            await conversation.StartAsync(options.IsHandsFree, options.Voice, cancellationToken);
            if (recording is null)
                await Screen.RunAsync(AnsiConsole.Console, conversation, view, cancellationToken);
            else
                await RecordedQuestion.AskAsync(conversation, recording, view, Console.Out, cancellationToken);
        }

        if (file is not null || recording is not null)
        {
            await player.FinishAsync(cancellationToken);
            if (file is not null)
                await Console.Out.WriteLineAsync(FormattableString.Invariant($"saved      {options.Output}, {file.Length.TotalSeconds:0.0} s"));
        }
    }
}
