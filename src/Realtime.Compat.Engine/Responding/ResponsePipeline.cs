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
    ToolRounds rounds, Modality modality, Func<SpeechLine> speech, Func<ResponseStep, ValueTask> report)
{
    /// <summary>Runs to the end.</summary>
    /// <param name="messages">The prompt; what the model calls and what comes back is added.</param>
    /// <param name="options">Tools and limits.</param>
    /// <param name="cancellationToken">Stops the work; no step follows then.</param>
    /// <returns>Null, or the unexpected failure that was reported, for the log.</returns>
    public async Task<Exception?> RunAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = modality is Modality.Text
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

    private async Task<ResponseOutcome> WriteAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var thoughts = new ThoughtFilter();
        var outcome = await rounds.RunAsync(
            messages,
            options,
            text => WriteAsync(thoughts.Push(text)),
            async step =>
            {
                await WriteAsync(thoughts.Flush()).ConfigureAwait(false);
                await report(step).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        await WriteAsync(thoughts.Flush()).ConfigureAwait(false);
        return outcome;
    }

    private ValueTask WriteAsync(string text) => text.Length == 0 ? ValueTask.CompletedTask : report(new ResponseStep.Text(text));

    private async Task<ResponseOutcome> WriteAndSpeakAsync(List<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var line = speech();
        var speaking = SpeakAsync(line, either);
        try
        {
            var text = new AnswerText(clause => line.QueueClauseAsync(clause, either.Token));
            var outcome = await rounds.RunAsync(
                messages,
                options,
                text.AddAsync,
                async step =>
                {
                    await text.FlushAsync().ConfigureAwait(false);
                    line.Queue(step);
                },
                either.Token).ConfigureAwait(false);
            await text.FlushAsync().ConfigureAwait(false);
            line.Complete();
            await speaking.ConfigureAwait(false);
            return outcome;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && either.IsCancellationRequested)
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
    }

    private static async Task SpeakAsync(SpeechLine line, CancellationTokenSource either)
    {
        try
        {
            await line.RunAsync(either.Token).ConfigureAwait(false);
        }
        catch
        {
            either.Cancel();
            throw;
        }
    }
}
