using Microsoft.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Errors;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.WebSockets;

/// <summary>
/// What a client asks for when it connects: <c>GET …/realtime?model=M</c> or <c>?intent=transcription</c>, or what Azure's dated API
/// has in place of the model, <c>?api-version=V&amp;deployment=D</c>.
/// </summary>
internal sealed record ConnectRequest
{
    private const string RealtimeProtocol = "realtime";
    private const string BetaProtocol = "openai-beta.realtime-v1";
    private const string BetaHeader = "realtime=v1";

    /// <summary>A name longer than this is none.</summary>
    private const int MaxModelLength = 256;

    /// <summary>How the client speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Subprotocol to answer; null for none. Browsers fail the handshake if they offered some and got none.</summary>
    public required string? SubProtocol { get; init; }

    /// <summary>The running call the client wants to join; empty for a session of its own.</summary>
    public required string CallId { get; init; }

    /// <summary>What the session is for.</summary>
    public required SessionKind Kind { get; init; }

    /// <summary>Model as the client named it; empty for a transcription session.</summary>
    public required string Model { get; init; }

    /// <summary>Why the client cannot be served; null when it can.</summary>
    public required Refusal? Refusal { get; init; }

    /// <summary>Reads a handshake. Query parameters that are not known are ignored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">Subprotocols the client offered.</param>
    /// <param name="exposeBeta">Whether the beta dialect is served.</param>
    /// <param name="secret">The client secret it was made with, whose session it opens; null for none.</param>
    public static ConnectRequest From(HttpRequest request, IList<string> offered, bool exposeBeta, ClientSecret? secret)
    {
        string deployment = request.Query["deployment"].ToString();
        var beta = IsPreview(request, deployment) || offered.Contains(BetaProtocol) || request.Headers["OpenAI-Beta"].Any(value => value?.Contains(BetaHeader, StringComparison.OrdinalIgnoreCase) is true);
        string model = deployment.Length > 0 ? deployment : request.Query["model"].ToString();
        var transcription = request.Query["intent"] == "transcription";
        string callId = request.Query["call_id"].ToString();
        var refusal = RefusalOf(callId, model, transcription, secret);
        if (secret is not null && callId.Length == 0)
            (transcription, model) = (secret.Kind is SessionKind.Transcription, model.Length > 0 ? model : secret.Model);
        return new ConnectRequest
        {
            Dialect = beta ? Dialect.Beta : Dialect.Ga,
            SubProtocol = offered.Contains(RealtimeProtocol) ? RealtimeProtocol : null,
            CallId = callId,
            Kind = transcription ? SessionKind.Transcription : SessionKind.Realtime,
            Model = model,
            Refusal = beta && !exposeBeta ? Refuse(ConnectErrors.BetaDisabled()) : refusal,
        };
    }

    /// <summary>Azure's preview versions are the beta; its <c>/v1</c> has no deployments, and is GA whatever version it is given.</summary>
    private static bool IsPreview(HttpRequest request, string deployment) =>
        deployment.Length > 0 && request.Query["api-version"].ToString().Contains("preview", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text can be a model's name.</summary>
    public static bool IsModelName(string model) => model.Length is > 0 and <= MaxModelLength && !model.Any(char.IsControl);

    private static Refusal? RefusalOf(string callId, string model, bool transcription, ClientSecret? secret)
    {
        // Joining a call, some clients name a model beside it, and some do not.
        if (callId.Length > 0)
            return null;
        if (transcription && model.Length > 0)
            return Refuse(ConnectErrors.ModelWithIntent());
        if (secret is not null && (transcription || model.Length > 0) && transcription != secret.Kind is SessionKind.Transcription)
            return AccessErrors.OtherKind();
        if (model.Length == 0)
            return transcription || secret is not null ? null : Refuse(ConnectErrors.MissingModel());
        return IsModelName(model) ? null : Refuse(ConnectErrors.InvalidModel());
    }

    private static Refusal Refuse(RealtimeError error) => new(StatusCodes.Status400BadRequest, error, CloseCodes.Refused);
}
