using System.Net;
using System.Net.Http.Headers;
using Realtime.Compat.Server.Models.Pulling;

namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>One request for a file, or for the rest of it (RFC 9110, 14: Range, If-Range).</summary>
internal sealed class DownloadAttempt(HubClient hub, Uri source, DownloadOrder order, PartialFile partial, TimeSpan stall, TimeProvider time)
{
    private const int BufferBytes = 128 << 10;

    /// <summary>Whether it went on where an earlier one had ended.</summary>
    public bool WasResumed { get; private set; }

    /// <summary>Whether a part of the file has come from this source: another one would begin anew.</summary>
    private bool HasBegun => partial.Length > 0 && partial.From?.Url == source;

    /// <summary>Brings the partial file to its end.</summary>
    /// <param name="line">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DownloadException">It broke off, or the server does not give it.</exception>
    public async Task RunAsync(IPullLine line, CancellationToken cancellationToken)
    {
        using var patience = new Patience(stall, time, cancellationToken);
        try
        {
            using var answer = await AskAsync(patience.Token);
            if (answer is null)
                return;
            await TakeAsync(answer, line, patience);
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException($"{source.Host} does not take the connection", isTransient: true, isUnreachable: !HasBegun, inner: failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException($"{source.Host} sent nothing for {stall.TotalSeconds:0.#} s", isTransient: true, inner: failure);
        }
        catch (HttpRequestException failure)
        {
            // A name that leads nowhere before anything has come is a machine without network: waiting would not help.
            var isTransient = failure.HttpRequestError is not HttpRequestError.NameResolutionError || partial.Length > 0;
            throw new DownloadException($"{source.Host} cannot be reached ({failure.Message.TrimEnd('.')})", isTransient, isUnreachable: !HasBegun, inner: failure);
        }
        catch (HttpIOException failure)
        {
            throw new DownloadException($"{source.Host} broke off", isTransient: true, inner: failure);
        }
        catch (IOException failure) when (failure.InnerException is System.Net.Sockets.SocketException)
        {
            throw new DownloadException($"{source.Host} broke off", isTransient: true, inner: failure);
        }
    }

    /// <returns>Null where the partial file is whole already.</returns>
    private async Task<HubAnswer?> AskAsync(CancellationToken cancellationToken)
    {
        var from = Resumable();
        var answer = await hub.GetAsync(source, from is { } range ? (range.Length, range.Condition) : null, cancellationToken);
        var response = answer.Response;
        if (response.StatusCode is HttpStatusCode.OK || (response.StatusCode is HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from?.Length))
        {
            WasResumed = response.StatusCode is HttpStatusCode.PartialContent;
            return answer;
        }

        using (answer)
        {
            if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == from?.Length)
            {
                WasResumed = true;
                return null;
            }

            if (response.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent)
            {
                partial.Delete();
                throw new DownloadException($"{source.Host} sent another part than was asked for", isTransient: true);
            }

            throw Refusal(response);
        }
    }

    /// <summary>From where, and on which condition, the server may be asked to go on.</summary>
    private (long Length, RangeConditionHeaderValue? Condition)? Resumable()
    {
        if (partial.Length == 0 || partial.From is not { } origin || origin.Url != source || partial.Length > order.Limit)
            return null;
        var condition = origin switch
        {
            { ETag: { } tag } => new RangeConditionHeaderValue(new EntityTagHeaderValue(tag)),
            { LastModified: { } changed } => new RangeConditionHeaderValue(changed),
            _ => null,
        };
        // Without a condition the parts may be of two versions: well, where the digest of the whole is known.
        return condition is null && order.Accept.Count == 0 ? null : (partial.Length, condition);
    }

    private async Task TakeAsync(HubAnswer answer, IPullLine line, Patience patience)
    {
        var (response, headers) = (answer.Response, answer.Response.Content.Headers);
        var start = WasResumed ? partial.Length : 0;
        var total = start + headers.ContentLength;
        if (total > order.Limit)
            throw new DownloadException($"{source.Host} has {total} bytes, where {order.Limit} are right", isOtherFile: true);
        await using var file = WasResumed
            ? partial.Append()
            : partial.Create(new PartialFile.Origin(source, response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : null, headers.LastModified, answer.Digest));
        await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
        var buffer = new byte[BufferBytes];
        var length = start;
        while (true)
        {
            line.At(PullPhase.Downloading, length, total ?? order.Accept.Max(accepted => accepted.Size));
            patience.Renew();
            var read = await body.ReadAsync(buffer, patience.Token);
            if (read == 0)
                break;
            length += read;
            if (length > order.Limit)
                throw new DownloadException($"{source.Host} sends more than the {order.Limit} bytes that are right", isOtherFile: true);
            await file.WriteAsync(buffer.AsMemory(0, read), patience.Outer);
        }

        if (length < total)
            throw new DownloadException($"{source.Host} broke off after {length} of {total} bytes", isTransient: true);
    }

    private DownloadException Refusal(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var isTransient = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || status >= 500;
        var wish = response.Headers.RetryAfter is { } retry ? retry.Delta ?? retry.Date - time.GetUtcNow() : null;
        var what = response.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => $"{source.Host} has no {source.Segments[^1]}",
            HttpStatusCode.TooManyRequests => $"{source.Host} is asked too often (429)",
            _ => $"{source.Host} answered {status}",
        };
        return new DownloadException(what, isTransient, wish, isOtherFile: response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone);
    }
}
