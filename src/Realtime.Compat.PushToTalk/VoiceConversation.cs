using System.Text.Json;
using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.PushToTalk;

/// <summary>A spoken conversation on one connection: the user's turns go out, answers come in and are played, and what is spoken over stops.</summary>
/// <param name="connection">The connection; nobody else reads from it.</param>
/// <param name="microphone">The user's voice.</param>
/// <param name="player">Plays the answers.</param>
/// <param name="view">What there is to see.</param>
/// <param name="clock">Measures.</param>
internal sealed class VoiceConversation(RealtimeConnection connection, IMicrophone microphone, Player player, TalkView view, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The least that can be committed: 100 ms.</summary>
    private const long LeastBytes = PcmFile.SampleRateHz * 2 / 10;

    private readonly CancellationTokenSource _end = new();
    private readonly AnswerTimings _timings = new(clock);
    private CancellationTokenSource? _recording;
    private Task _recorder = Task.CompletedTask;
    private Task _reader = Task.CompletedTask;
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _recordedBytes;
    private string? _spokenItem;
    private bool _isHandsFree;

    /// <summary>Ends when the connection or the loudspeaker does, with what went wrong.</summary>
    public Task Ended => player.Playing.IsFaulted ? player.Playing : _reader;

    /// <summary>Configures the session and begins to listen to the server. Hands-free the microphone is on from now.</summary>
    public async Task StartAsync(bool handsFree, string? voice, CancellationToken cancellationToken)
    {
        _isHandsFree = handsFree;
        Describe(connection.Session);
        await connection.SendAsync(ClientEvents.Configure(inWriting: false, handsFree, voice, instructions: null), cancellationToken);
        _reader = ReadAsync(_end.Token);
        if (handsFree)
            StartRecording();
    }

    /// <summary>K: starts a recording, or ends it and asks for its answer.</summary>
    public async Task ToggleAsync(CancellationToken cancellationToken)
    {
        if (_isHandsFree)
        {
            view.Note = "Hands-free: just speak.";
        }
        else if (_recording is null)
        {
            view.Note = "";
            await CancelAsync(cancellationToken);
            StartRecording();
        }
        else
        {
            await StopRecordingAsync();
            await AskAsync(cancellationToken);
        }
    }

    /// <summary>C: stops the answer; the server keeps of it what was heard.</summary>
    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        if (view.IsAnswering)
            await connection.SendAsync(ClientEvents.Cancel(), cancellationToken);
        await FallSilentAsync(cancellationToken);
    }

    /// <summary>Waits for the next answer to be made and played.</summary>
    public async Task AnsweredAsync(CancellationToken cancellationToken)
    {
        await await Task.WhenAny(_answered.Task, _reader).WaitAsync(cancellationToken);
        if (!_answered.Task.IsCompleted)
            throw new RealtimeClientException($"The server closed the connection ({connection.CloseReason}).");
        await player.Silent.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopRecordingAsync();
        await _end.CancelAsync();
        await _reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private void StartRecording()
    {
        _recordedBytes = 0;
        _recording = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        view.IsRecording = true;
        _recorder = RecordAsync(_recording.Token);
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in microphone.RecordAsync(cancellationToken))
            {
                view.MicrophoneDb = Loudness.OfPcm16(piece.Span);
                _recordedBytes += piece.Length;
                await connection.SendAsync(ClientEvents.Append(piece.Span), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The user is done.
        }
        catch (RealtimeClientException failure)
        {
            view.Note = failure.Message;
        }
        finally
        {
            view.IsRecording = false;
            view.MicrophoneDb = Loudness.FloorDb;
        }
    }

    private async Task StopRecordingAsync()
    {
        if (_recording is not { } recording)
            return;
        _recording = null;
        await recording.CancelAsync();
        await _recorder;
        recording.Dispose();
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        if (_recordedBytes < LeastBytes)
        {
            view.Note = view.Note.Length > 0 ? view.Note : "Too short: press K, speak, press K again.";
            await connection.SendAsync(ClientEvents.ClearInput(), cancellationToken);
            return;
        }

        await connection.SendAsync(ClientEvents.Commit(), cancellationToken);
        AwaitAnswer();
        await connection.SendAsync(ClientEvents.CreateResponse(), cancellationToken);
    }

    /// <summary>A question has ended. Who waits for an answer already waits for this one.</summary>
    private void AwaitAnswer()
    {
        if (_answered.Task.IsCompleted)
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (view.Heard, view.Said, view.Timings) = ("", "", "");
        _timings.Asked();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (await connection.ReceiveAsync(cancellationToken) is { } next)
            await TakeAsync(next, cancellationToken);
        throw new RealtimeClientException($"The server closed the connection ({connection.CloseReason}).");
    }

    private async Task TakeAsync(JsonElement next, CancellationToken cancellationToken)
    {
        switch (next.GetProperty("type").GetString())
        {
            case "session.updated":
                Describe(next.GetProperty("session"));
                break;
            case "input_audio_buffer.speech_started":
                view.IsHeard = true;
                await FallSilentAsync(cancellationToken);
                break;
            case "input_audio_buffer.speech_stopped":
                view.IsHeard = false;
                AwaitAnswer();
                break;
            case "conversation.item.input_audio_transcription.delta":
                view.Heard += next.GetProperty("delta").GetString();
                break;
            case "conversation.item.input_audio_transcription.completed":
                view.Heard = next.GetProperty("transcript").GetString() is { Length: > 0 } words ? words : "(no words)";
                break;
            case "conversation.item.input_audio_transcription.failed":
                view.Note = $"What you said could not be written down: {MessageOf(next)}";
                break;
            case "response.created":
                view.IsAnswering = true;
                view.Said = "";
                break;
            case "response.output_audio_transcript.delta" or "response.output_text.delta":
                _timings.Words();
                view.Said += next.GetProperty("delta").GetString();
                break;
            case "response.output_audio.delta":
                Play(next);
                break;
            case "response.done":
                Finish(next.GetProperty("response"));
                break;
            case "error":
                view.Note = $"The server says: {MessageOf(next)}";
                break;
        }
    }

    private void Play(JsonElement next)
    {
        _timings.Sound();
        var item = next.GetProperty("item_id").GetString();
        if (item != _spokenItem)
        {
            _spokenItem = item;
            player.Begin();
        }

        player.Play(next.GetProperty("delta").GetBytesFromBase64());
    }

    private void Finish(JsonElement response)
    {
        view.IsAnswering = false;
        var status = response.GetProperty("status").GetString();
        if (status is "failed" or "incomplete")
            view.Note = $"The answer is {status}: {AnswerReader.ReasonOf(response) ?? "nobody says why"}.";
        _timings.Done();
        view.Timings = _timings.ToString();
        if (status != "cancelled")
            _answered.TrySetResult();
    }

    /// <summary>Stops what is being played, and has the server forget what was not heard of it.</summary>
    private async Task FallSilentAsync(CancellationToken cancellationToken)
    {
        if (!player.IsPlaying || _spokenItem is not { } item)
            return;
        var heard = player.Heard;
        player.Clear();
        _spokenItem = null;
        await connection.SendAsync(ClientEvents.Truncate(item, (int)heard.TotalMilliseconds), cancellationToken);
    }

    private void Describe(JsonElement session)
    {
        view.SessionId = session.TryGetProperty("id", out var id) ? id.GetString() ?? "" : "";
        var voice = session.TryGetProperty("audio", out var audio) && audio.TryGetProperty("output", out var output) && output.TryGetProperty("voice", out var named)
            ? named.ToString()
            : null;
        view.ServedBy = string.Join(", ", new[] { session.TryGetProperty("model", out var model) ? model.GetString() : null, voice }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string MessageOf(JsonElement next) =>
        next.TryGetProperty("error", out var error) && error.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "something went wrong";
}
