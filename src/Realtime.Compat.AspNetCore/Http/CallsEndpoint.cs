using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Sessions;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Http;

/// <summary>WebRTC calls over HTTP: <c>POST …/realtime/calls</c> takes one, <c>…/calls/{id}/hangup</c> ends it (PROTOCOL.md, section A).</summary>
internal sealed class CallsEndpoint(CallRegistry calls, ActiveSessions sessions, IOptions<RealtimeOptions> options)
{
    /// <summary>Answers an SDP offer: 201, the answer, and where the call lies.</summary>
    /// <param name="context">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="path">Where calls lie.</param>
    /// <param name="isBeta">Whether it came to beta's address, <c>POST …/realtime</c>.</param>
    public async Task CreateAsync(HttpContext context, Caller caller, string path, bool isBeta)
    {
        if (!calls.TakesCalls)
            throw new RequestException(StatusCodes.Status501NotImplemented, CallErrors.NoCalls());
        var offer = await CallOffer.ReadAsync(context.Request).ConfigureAwait(false);
        var dialect = IsBeta(context.Request, caller, isBeta) ? Dialect.Beta : Dialect.Ga;
        var start = StartOf(context.Request, caller, dialect, offer);
        var answer = Take(caller, start, dialect, offer.Sdp);

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/sdp";
        context.Response.Headers.Location = $"{context.Request.PathBase}{path}/{answer.Call.Id}";
        await context.Response.WriteAsync(answer.Sdp, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Ends a call.</summary>
    public Task HangUpAsync(HttpContext context, Caller caller)
    {
        var id = (string)context.Request.RouteValues["call"]!;
        return calls.TryHangUp(id, caller)
            ? Task.CompletedTask
            : throw new RequestException(StatusCodes.Status404NotFound, CallErrors.NoSuchCall(id));
    }

    /// <summary>Accepting, rejecting and referring is for telephone calls.</summary>
    public static Task RefuseTelephoneAsync(HttpContext context, Caller caller) =>
        throw new RequestException(StatusCodes.Status400BadRequest, CallErrors.NoTelephones());

    private RtcAnswer Take(Caller caller, SessionStart start, Dialect dialect, string sdp)
    {
        List<IDisposable> places = [];
        try
        {
            places.Add(sessions.TryEnter(dialect.Name)
                ?? throw new RequestException(StatusCodes.Status503ServiceUnavailable, ConnectErrors.ServerFull(options.Value.MaxSessions)));
            if (caller.Key is { } key)
            {
                var lease = key.TryEnter(isCall: true, out var excess)
                    ?? throw new RequestException(AccessErrors.OverLimit(excess!).HttpStatus, AccessErrors.OverLimit(excess!).Error);
                places.Add(lease);
                start = start with { MaxLength = lease.Left };
            }
        }
        catch (RequestException)
        {
            places.ForEach(place => place.Dispose());
            throw;
        }

        try
        {
            return calls.Take(sdp, caller, start, dialect, places);
        }
        catch (RtcOfferException refusal)
        {
            throw new RequestException(
                refusal.Error is RtcOfferError.TooManyCalls ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest, CallErrors.Offer(refusal));
        }
    }

    /// <summary>A secret of the GA API opens a GA session wherever it is shown; beta's address without one is beta.</summary>
    private bool IsBeta(HttpRequest request, Caller caller, bool isBeta)
    {
        var asked = request.Headers["OpenAI-Beta"].Any(value => value?.Contains("realtime=v1", StringComparison.OrdinalIgnoreCase) is true);
        var beta = asked || (isBeta && caller.Secret?.IsBeta is not false);
        if (beta && !options.Value.ExposeBeta)
            throw new RequestException(StatusCodes.Status400BadRequest, ConnectErrors.BetaDisabled());
        return beta;
    }

    private static SessionStart StartOf(HttpRequest request, Caller caller, Dialect dialect, CallOffer offer)
    {
        var kind = offer.Session is { } session ? SessionObject.KindOf(session) : caller.Secret?.Kind ?? SessionKind.Realtime;
        if (caller.Secret is { } secret && secret.Kind != kind)
            throw new RequestException(AccessErrors.OtherKind().HttpStatus, AccessErrors.OtherKind().Error);
        List<SessionPatch> patches = [.. SecretSession.PatchesOf(caller.Secret)];
        if (offer.Session is { } wishes)
            patches.Add(SessionObject.Read(dialect, kind, wishes, isRoot: false));
        if (kind is SessionKind.Transcription)
            return new SessionStart(kind, "") { Patches = patches, ReportsTimings = TimingsWish.Of(request) };

        string asked = request.Query["model"].ToString();
        var model = patches.LastOrDefault()?.Model.Or("") is { Length: > 0 } given ? given
            : asked.Length > 0 ? asked
            : caller.Secret?.Model is { Length: > 0 } bound ? bound
            : SessionStart.DefaultModel;
        if (!ConnectRequest.IsModelName(model))
            throw new RequestException(StatusCodes.Status400BadRequest, ConnectErrors.InvalidModel());
        return new SessionStart(kind, model) { Patches = patches, ReportsTimings = TimingsWish.Of(request) };
    }
}
