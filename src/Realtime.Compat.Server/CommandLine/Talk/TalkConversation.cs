using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Realtime.Compat.Client;
using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.Server.CommandLine.Talk;

/// <summary>One connection on which something is asked, once or line by line.</summary>
/// <param name="output">Where the conversation is printed.</param>
/// <param name="clock">Measures.</param>
internal sealed class TalkConversation(TextWriter output, TimeProvider clock)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(2);

    /// <summary>The WebSocket's address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Key to show; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Authority to trust beside the system's.</summary>
    public X509Certificate2? Authority { get; init; }

    /// <summary>Voice of the answers; null for the server's.</summary>
    public string? Voice { get; init; }

    /// <summary>Whether answers come in writing.</summary>
    public bool InWriting { get; init; }

    /// <summary>Where the answers' voice is saved; null for nowhere.</summary>
    public string? SaveTo { get; init; }

    /// <summary>Plays the answers while they come; null for silence.</summary>
    public Player? Player { get; init; }

    /// <summary>Whether every event is printed.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Connects, asks, prints.</summary>
    /// <param name="question">A text or a WAV file; null for none.</param>
    /// <param name="lines">More questions, one a line; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>0 when all was answered, 1 when an answer failed.</returns>
    /// <exception cref="RealtimeClientException">The server does not answer, or refuses.</exception>
    public async Task<int> RunAsync(string? question, TextReader? lines, CancellationToken cancellationToken)
    {
        // A file that cannot be read is told before anybody is called.
        var spoken = IsFile(question) ? PcmFile.Read(question!) : null;
        var started = clock.GetTimestamp();
        var connection = await RealtimeConnection.ConnectAsync(
            Address, new RealtimeConnectionOptions { ApiKey = ApiKey, Authority = Authority, Observer = IsVerbose ? Print : null }, cancellationToken);
        await using (connection)
        {
            var connected = clock.GetElapsedTime(started);
            await connection.SendAsync(ClientEvents.Configure(InWriting, handsFree: false, Voice, instructions: null), cancellationToken);
            var audio = new MemoryStream();
            var failed = false;
            if (question is not null)
                failed |= !await AskAsync(connection, question, spoken, connected, audio, cancellationToken);
            while (lines is not null && await ReadLineAsync(lines, cancellationToken) is { } line)
            {
                if (line.Trim() is { Length: > 0 } next)
                    failed |= !await AskAsync(connection, next, IsFile(next) ? PcmFile.Read(next) : null, null, audio, cancellationToken);
            }

            if (Player is not null)
                await Player.FinishAsync(cancellationToken);
            if (SaveTo is not null)
            {
                PcmFile.Write(SaveTo, audio.GetBuffer().AsSpan(0, (int)audio.Length));
                await output.WriteLineAsync(Invariant($"saved      {SaveTo}, {audio.Length / 48_000.0:0.0} s"));
            }

            return failed ? 1 : 0;
        }
    }

    private async Task<string?> ReadLineAsync(TextReader lines, CancellationToken cancellationToken)
    {
        await output.WriteAsync("> ");
        await output.FlushAsync(cancellationToken);
        return await lines.ReadLineAsync(cancellationToken);
    }

    private async Task<bool> AskAsync(
        RealtimeConnection connection, string question, byte[]? spoken, TimeSpan? connected, MemoryStream audio, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(AnswerTimeout);
        try
        {
            if (spoken is null)
                await connection.SendAsync(ClientEvents.Write(question), patience.Token);
            else
                await SpeakAsync(connection, spoken, patience.Token);
            var asked = clock.GetTimestamp();
            await connection.SendAsync(ClientEvents.CreateResponse(), patience.Token);
            var answer = await new AnswerReader(connection, clock) { OnAudio = Player is null ? null : Player.Play }.ReadAsync(asked, spoken is not null, patience.Token);
            audio.Write(answer.Audio.Span);
            await ShowAsync(question, answer, connected);
            if (Player is not null)
                await Player.Silent.WaitAsync(patience.Token);
            return answer.Status == "completed";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RealtimeClientException(Invariant($"No answer within {AnswerTimeout.TotalMinutes:0} minutes."));
        }
    }

    private static async Task SpeakAsync(RealtimeConnection connection, byte[] spoken, CancellationToken cancellationToken)
    {
        for (var i = 0; i < spoken.Length; i += ClientEvents.AppendBytes)
            await connection.SendAsync(ClientEvents.Append(spoken.AsSpan(i, Math.Min(ClientEvents.AppendBytes, spoken.Length - i))), cancellationToken);
        await connection.SendAsync(ClientEvents.Commit(), cancellationToken);
    }

    private async Task ShowAsync(string question, Answer answer, TimeSpan? connected)
    {
        await output.WriteLineAsync(answer.Heard is null ? $"you        {Safe(question)}" : $"heard      {(answer.Heard.Length > 0 ? Safe(answer.Heard) : "(no words)")}");
        if (answer.Text.Length > 0)
            await output.WriteLineAsync($"assistant  {Safe(answer.Text)}");
        foreach (var call in answer.Calls)
            await output.WriteLineAsync($"calls      {Safe(call)}");
        if (answer.Status != "completed")
            await output.WriteLineAsync($"status     {answer.Status}{(answer.Reason is null ? "" : $": {Safe(answer.Reason)}")}");

        List<string> timings = [];
        Add("connected", connected);
        Add("first words", answer.FirstWords);
        Add("first sound", answer.FirstSound);
        Add("done", answer.Done);
        if (answer.Audio.Length > 0)
            timings.Add(Invariant($"{answer.AudioLength.TotalSeconds:0.0} s of voice"));
        await output.WriteLineAsync($"timings    {string.Join(" · ", timings)}");

        void Add(string name, TimeSpan? time)
        {
            if (time is { } known)
                timings.Add(Invariant($"{name} {known.TotalMilliseconds:0} ms"));
        }
    }

    private void Print(EventDirection direction, ReadOnlyMemory<byte> utf8)
    {
        var json = JsonNode.Parse(utf8.Span) as JsonObject;
        foreach (var field in (string[])["audio", "delta"])
        {
            if (json?[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 400)
                json[field] = Invariant($"… {text.Length} characters");
        }

        output.WriteLine($"{(direction is EventDirection.ToServer ? "↑" : "↓")} {Safe(json?.ToJsonString() ?? Encoding.UTF8.GetString(utf8.Span))}");
    }

    private static bool IsFile(string? question) =>
        question is not null && (question.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) || (question.Length < 1024 && File.Exists(question)));

    /// <summary>What a server sends is shown, and moves no cursor.</summary>
    private static string Safe(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
