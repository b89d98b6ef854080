using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Responding.Speech;
using Realtime.Compat.Protocol;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// The slow work of one response, off the session's loop: the chat model's stream, cut into clauses, spoken clause by clause while
/// the model still writes. Reports steps in the order in which the client is to see them; the last one is always
/// <see cref="ResponseStep.Ended"/>, unless the response was stopped from outside.
/// </summary>
internal sealed class ResponsePipeline(IChatClient chat, Speaker speaker, ResponsePlan plan, Usage.TurnTimings timings, Func<ResponseStep, ValueTask> report)
{
    /// <summary>Clauses that the chat model may be ahead of the voice. The model waits beyond that; a barge-in then wastes little. Calls do not count.</summary>
    private const int ClausesAhead = 8;

    /// <summary>Arguments go over the wire on one line.</summary>
    private static readonly JsonSerializerOptions ArgumentsJson = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>Runs to the end.</summary>
    /// <param name="messages">The prompt.</param>
    /// <param name="options">Tools and limits.</param>
    /// <param name="cancellationToken">Stops the work; no step follows then.</param>
    /// <returns>Null, or the unexpected failure that was reported, for the log.</returns>
    public async Task<Exception?> RunAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = plan.OutputModality is Modality.Text
                ? await WriteAsync(messages, options, cancellationToken).ConfigureAwait(false)
                : await WriteAndSpeakAsync(messages, options, cancellationToken).ConfigureAwait(false);
            await report(new ResponseStep.Ended(outcome)).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SpeechException exception)
        {
            await report(Failure("speech_failed", exception.InnerException!, "The speech engine")).ConfigureAwait(false);
            return exception.InnerException;
        }
        catch (Exception exception)
        {
            await report(Failure("chat_failed", exception, "The chat model")).ConfigureAwait(false);
            return exception;
        }
    }

    private static ResponseStep.Ended Failure(string code, Exception exception, string stage) =>
        new(ResponseOutcome.Failed(code, StageFailure.Describe(exception, stage)));

    private Task<ResponseOutcome> WriteAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        ChatAsync(messages, options, text => report(new ResponseStep.Text(text)), call => report(call), cancellationToken);

    private async Task<ResponseOutcome> WriteAndSpeakAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(ClausesAhead);
        var steps = Channel.CreateUnbounded<ResponseStep>(new UnboundedChannelOptions
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = true,
        });
        var speaking = SpeakAsync(steps.Reader, room, either);
        try
        {
            var clauses = new ClauseSplitter();
            var outcome = await ChatAsync(
                messages,
                options,
                async text =>
                {
                    foreach (var clause in clauses.Add(text))
                        await QueueClauseAsync(clause).ConfigureAwait(false);
                },
                async call =>
                {
                    if (clauses.Flush() is { } last)
                        await QueueClauseAsync(last).ConfigureAwait(false);
                    await steps.Writer.WriteAsync(call, either.Token).ConfigureAwait(false);
                },
                either.Token).ConfigureAwait(false);
            if (clauses.Flush() is { } rest)
                await QueueClauseAsync(rest).ConfigureAwait(false);
            steps.Writer.Complete();
            await speaking.ConfigureAwait(false);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && speaking.IsCompleted)
        {
            // The voice failed and stopped the model: its failure is the one to report.
            await speaking.ConfigureAwait(false);
            throw;
        }
        finally
        {
            either.Cancel();
            await speaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async ValueTask QueueClauseAsync(string clause)
        {
            timings.FirstClause();
            await room.WaitAsync(either.Token).ConfigureAwait(false);
            await steps.Writer.WriteAsync(new ResponseStep.ClauseBegun(clause), either.Token).ConfigureAwait(false);
        }
    }

    private async Task SpeakAsync(ChannelReader<ResponseStep> steps, SemaphoreSlim room, CancellationTokenSource either)
    {
        try
        {
            await foreach (var step in steps.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                if (step is not ResponseStep.ClauseBegun clause)
                {
                    await report(step).ConfigureAwait(false);
                    continue;
                }

                room.Release();
                await SpeakClauseAsync(clause, either.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            either.Cancel();
            throw;
        }
    }

    /// <summary>The words go out with the first of their audio, so that a transcript never runs ahead of the voice.</summary>
    private async Task SpeakClauseAsync(ResponseStep.ClauseBegun clause, CancellationToken cancellationToken)
    {
        var begun = false;
        await foreach (var audio in speaker.SpeakAsync(clause.Transcript, plan, cancellationToken).ConfigureAwait(false))
        {
            timings.FirstAudio();
            if (!begun)
                await report(clause).ConfigureAwait(false);
            begun = true;
            await report(new ResponseStep.Audio(audio)).ConfigureAwait(false);
        }

        if (!begun)
            await report(clause).ConfigureAwait(false);
    }

    private async Task<ResponseOutcome> ChatAsync(
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        Func<string, ValueTask> onText,
        Func<ResponseStep, ValueTask> onCall,
        CancellationToken cancellationToken)
    {
        UsageDetails? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in chat.GetStreamingResponseAsync(messages, options, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            finish = update.FinishReason ?? finish;
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent { Text.Length: > 0 } text:
                        timings.FirstToken();
                        await onText(text.Text).ConfigureAwait(false);
                        break;
                    case { } when ArgumentsFragment.Read(content) is { } fragment:
                        timings.FirstToken();
                        await onCall(fragment).ConfigureAwait(false);
                        break;
                    case FunctionCallContent call:
                        timings.FirstToken();
                        await onCall(ToStep(call)).ConfigureAwait(false);
                        break;
                    case UsageContent details:
                        usage = details.Details;
                        break;
                    case ErrorContent error:
                        throw new HttpRequestException(error.Message);
                }
            }
        }

        return finish == ChatFinishReason.Length ? Incomplete(StatusReason.MaxOutputTokens, usage)
            : finish == ChatFinishReason.ContentFilter ? Incomplete(StatusReason.ContentFilter, usage)
            : new ResponseOutcome { Status = ResponseStatus.Completed, ChatUsage = usage };
    }

    private static ResponseOutcome Incomplete(StatusReason reason, UsageDetails? usage) =>
        new() { Status = ResponseStatus.Incomplete, Reason = reason, ChatUsage = usage };

    private static ResponseStep.FunctionCall ToStep(FunctionCallContent call) => new(
        call.CallId is { Length: > 0 } id ? id : Ids.Call(),
        call.Name,
        JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), ArgumentsJson.GetTypeInfo(typeof(IDictionary<string, object?>))));
}
