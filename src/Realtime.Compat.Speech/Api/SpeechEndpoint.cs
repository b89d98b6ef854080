using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Api;

/// <summary><c>POST /v1/audio/speech</c>.</summary>
internal static class SpeechEndpoint
{
    // A text of n characters takes at most 12 bytes each as JSON (a surrogate pair of \u escapes is two characters).
    private const int BytesPerCharacter = 12;
    private const int OtherFieldsBytes = 64 << 10;

    /// <summary>Answers one request: clause after clause, each flushed as it is made.</summary>
    public static async Task HandleAsync(HttpContext context, Narrator narrator, IOptions<SpeechOptions> options)
    {
        var lane = WorkLane.Of(context.Request);
        using var pass = narrator.Gate.Enter(lane.Session);
        var maxCharacters = options.Value.MaxInputCharacters;
        var body = await ReadAsync(context.Request, maxCharacters * BytesPerCharacter + OtherFieldsBytes, context.RequestAborted);
        var order = SpeechOrder.Parse(body, maxCharacters);
        var voice = narrator.FindVoice(order.Voice) ?? throw ApiException.Invalid(
            $"There is no voice '{order.Voice}'; there are {string.Join(", ", narrator.VoiceNames)}.", "voice", "invalid_value");
        var request = narrator.Plan(order.Input, voice, order.Speed, order.Language, order.LanguageHint, order.Model);

        var cancelled = context.RequestAborted;
        var answer = new SpeechAnswer(context.Response, order);
        // The first piece is awaited before the answer begins, so that an engine that fails at once still gives an error body.
        await using var pieces = narrator.SpeakAsync(request, lane, cancelled).GetAsyncEnumerator(cancelled);
        var more = await pieces.MoveNextAsync();

        await answer.BeginAsync(cancelled);
        for (; more; more = await pieces.MoveNextAsync()) await answer.SendAsync(pieces.Current, cancelled);
        await answer.EndAsync(cancelled);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var block = new byte[16 << 10];
        for (int read; (read = await request.Body.ReadAsync(block, cancellationToken)) > 0;)
        {
            if (content.Length + read > maxBytes) throw ApiException.TooLarge($"The request's body has more than {maxBytes} bytes.", null);
            content.Write(block, 0, read);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }
}
