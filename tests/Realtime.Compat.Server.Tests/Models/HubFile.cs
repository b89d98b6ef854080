using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Realtime.Compat.Server.Models.Catalogue;

namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A file of a hub; each fault spoils one request.</summary>
internal sealed class HubFile(byte[] content)
{
    public byte[] Content { get; } = content;

    public string? ETag { get; init; } = "\"v1\"";

    public bool AcceptsRanges { get; init; } = true;

    public bool StatesLength { get; init; } = true;

    /// <summary>Bytes after which every answer breaks off; null for none.</summary>
    public int? AlwaysCutAfter { get; init; }

    public ConcurrentQueue<Func<HttpContext, ReadOnlyMemory<byte>, Task>> Faults { get; } = new();

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    public AcceptedFile Accepted => new(Sha256, Content.Length);

    /// <summary>Bytes that repeat nowhere.</summary>
    public static HubFile Random(int bytes, int seed = 1)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return new HubFile(content);
    }

    /// <summary>Sends so many bytes of those it has announced; then Kestrel closes the connection.</summary>
    public HubFile CutAfter(int bytes) => With((context, part) => CutAsync(context, part[..Math.Min(bytes, part.Length)]));

    /// <summary>Sends so many bytes, then nothing more.</summary>
    public HubFile StallAfter(int bytes, TaskCompletionSource reached) => With(async (context, part) =>
    {
        await context.Response.BodyWriter.WriteAsync(part[..bytes]);
        await context.Response.BodyWriter.FlushAsync();
        reached.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });

    /// <summary>Says no.</summary>
    public HubFile Refuse(int status, string? retryAfter = null) => With((context, _) =>
    {
        context.Response.Headers.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    });

    /// <summary>Sends another file in its place.</summary>
    public HubFile Replace(byte[] other, bool stateLength = true) => With(async (context, _) =>
    {
        context.Response.Headers.Clear();
        context.Response.StatusCode = 200;
        context.Response.ContentLength = stateLength ? other.Length : null;
        await context.Response.Body.WriteAsync(other);
    });

    public async Task SendAsync(HttpContext context)
    {
        var (request, response) = (context.Request.Headers, context.Response);
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        var start = 0;
        if (AcceptsRanges && request.Range.ToString() is { Length: > 0 } range && (request.IfRange.Count == 0 || request.IfRange == ETag))
        {
            start = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            if (start >= Content.Length)
            {
                response.StatusCode = 416;
                response.Headers.ContentRange = $"bytes */{Content.Length}";
                return;
            }

            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {start}-{Content.Length - 1}/{Content.Length}";
        }

        response.Headers.ETag = ETag;
        response.ContentLength = StatesLength ? Content.Length - start : null;
        var part = Content.AsMemory(start);
        if (Faults.TryDequeue(out var fault))
            await fault(context, part);
        else if (AlwaysCutAfter < part.Length)
            await CutAsync(context, part[..AlwaysCutAfter.Value]);
        else
            await response.Body.WriteAsync(part);
    }

    private static async Task CutAsync(HttpContext context, ReadOnlyMemory<byte> part)
    {
        await context.Response.BodyWriter.WriteAsync(part);
        await context.Response.BodyWriter.FlushAsync();
    }

    private HubFile With(Func<HttpContext, ReadOnlyMemory<byte>, Task> fault)
    {
        Faults.Enqueue(fault);
        return this;
    }
}
