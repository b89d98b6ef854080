using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.PushToTalk;

/// <summary>A conversation without keys: one recording is spoken, and its answer waited for.</summary>
internal static class RecordedQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Asks it, and prints what came of it.</summary>
    /// <exception cref="RealtimeClientException">No answer came.</exception>
    public static async Task AskAsync(VoiceConversation conversation, FileMicrophone recording, TalkView view, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"session    {view.SessionId}");
        if (!view.IsHandsFree)
            await conversation.ToggleAsync(cancellationToken);
        await recording.Spoken.WaitAsync(cancellationToken);
        if (!view.IsHandsFree)
            await conversation.ToggleAsync(cancellationToken);
        try
        {
            await conversation.AnsweredAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException failure)
        {
            throw new RealtimeClientException($"No answer within {Patience.TotalMinutes:0} minutes. {view.Note}".TrimEnd(), failure);
        }

        foreach (var (name, text) in (IEnumerable<(string, string)>)[("heard", view.Heard), ("assistant", view.Said), ("timings", view.Timings), ("note", view.Note)])
        {
            if (text.Length > 0)
                await output.WriteLineAsync($"{name,-9}  {Screen.Plain(text)}");
        }
    }
}
