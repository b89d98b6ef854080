using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Responding.Speech;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.Protocol.Responses;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.Engine.Responding;

/// <summary>
/// The slow work of one response, off the session's loop: the chat model's stream, cut into clauses, spoken clause by clause while
/// the model still writes. Reports steps in the order in which the client is to see them; the last one is always
/// <see cref="ResponseStep.Ended"/>, unless the response was stopped from outside.
/// </summary>
internal sealed class ResponsePipeline(
    ToolRounds rounds, Speaker speaker, ResponsePlan plan, Usage.TurnTimings timings, Func<ResponseStep, ValueTask> report)
{
    /// <summary>Clauses that the chat model may be ahead of the voice. The model waits beyond that; a barge-in then wastes little. Calls do not count.</summary>
    private const int ClausesAhead = 8;

    /// <summary>Runs to the end.</summary>
    /// <param name="messages">The prompt; what the model calls and what comes back is added.</param>
    /// <param name="options">Tools and limits.</param>
    /// <param name="cancellationToken">Stops the work; no step follows then.</param>
    /// <returns>Null, or the unexpected failure that was reported, for the log.</returns>
    public async Task<Exception?> RunAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
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

    private Task<ResponseOutcome> WriteAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken) =>
        rounds.RunAsync(messages, options, text => report(new ResponseStep.Text(text)), report, cancellationToken);

    private async Task<ResponseOutcome> WriteAndSpeakAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A clause takes a place here before it is queued, and leaves it when it is spoken.
        var places = Channel.CreateBounded<bool>(new BoundedChannelOptions(ClausesAhead)
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = true,
        });
        var steps = Channel.CreateUnbounded<ResponseStep>(new UnboundedChannelOptions
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = true,
        });
        var speaking = SpeakAsync(steps.Reader, places.Reader, either);
        try
        {
            var clauses = new ClauseSplitter();
            var outcome = await rounds.RunAsync(
                messages,
                options,
                async text =>
                {
                    foreach (var clause in clauses.Add(text))
                        await QueueClauseAsync(clause).ConfigureAwait(false);
                },
                async step =>
                {
                    if (clauses.Flush() is { } last)
                        await QueueClauseAsync(last).ConfigureAwait(false);
                    await steps.Writer.WriteAsync(step, either.Token).ConfigureAwait(false);
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
            await places.Writer.WriteAsync(true, either.Token).ConfigureAwait(false);
            await steps.Writer.WriteAsync(new ResponseStep.ClauseBegun(clause), either.Token).ConfigureAwait(false);
        }
    }

    private async Task SpeakAsync(ChannelReader<ResponseStep> steps, ChannelReader<bool> places, CancellationTokenSource either)
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

                places.TryRead(out _);
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
}
