using Microsoft.AspNetCore.Http;
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
    private const string KeyProtocolPrefix = "openai-insecure-api-key.";
    private const string BetaHeader = "realtime=v1";
    private const string BearerPrefix = "Bearer ";

    /// <summary>A name longer than this is none.</summary>
    private const int MaxModelLength = 256;

    /// <summary>How the client speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Subprotocol to answer; null for none. Browsers fail the handshake if they offered some and got none.</summary>
    public required string? SubProtocol { get; init; }

    /// <summary>Where the client put its key, for the log. Keys themselves are neither checked nor kept: who may connect is the host's policy.</summary>
    public required KeySource KeySource { get; init; }

    /// <summary>What the session is for.</summary>
    public required SessionKind Kind { get; init; }

    /// <summary>Model as the client named it; empty for a transcription session.</summary>
    public required string Model { get; init; }

    /// <summary>Why the client cannot be served; null when it can.</summary>
    public required RealtimeError? Refusal { get; init; }

    /// <summary>Reads a handshake. Query parameters that are not known are ignored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">Subprotocols the client offered.</param>
    /// <param name="exposeBeta">Whether the beta dialect is served.</param>
    public static ConnectRequest From(HttpRequest request, IList<string> offered, bool exposeBeta)
    {
        string deployment = request.Query["deployment"].ToString();
        var beta = IsPreview(request, deployment) || offered.Contains(BetaProtocol) || request.Headers["OpenAI-Beta"].Any(value => value?.Contains(BetaHeader, StringComparison.OrdinalIgnoreCase) is true);
        string model = deployment.Length > 0 ? deployment : request.Query["model"].ToString();
        var transcription = request.Query["intent"] == "transcription";
        return new ConnectRequest
        {
            Dialect = beta ? Dialect.Beta : Dialect.Ga,
            SubProtocol = offered.Contains(RealtimeProtocol) ? RealtimeProtocol : null,
            KeySource = KeySourceOf(request, offered),
            Kind = transcription ? SessionKind.Transcription : SessionKind.Realtime,
            Model = model,
            Refusal = beta && !exposeBeta ? ConnectErrors.BetaDisabled() : RefusalOf(request.Query["call_id"].ToString(), model, transcription),
        };
    }

    /// <summary>Azure's preview versions are the beta; its <c>/v1</c> has no deployments, and is GA whatever version it is given.</summary>
    private static bool IsPreview(HttpRequest request, string deployment) =>
        deployment.Length > 0 && request.Query["api-version"].ToString().Contains("preview", StringComparison.OrdinalIgnoreCase);

    private static RealtimeError? RefusalOf(string callId, string model, bool transcription)
    {
        if (callId.Length > 0)
            return ConnectErrors.NoCalls();
        if (transcription)
            return model.Length > 0 ? ConnectErrors.ModelWithIntent() : null;
        if (model.Length == 0)
            return ConnectErrors.MissingModel();
        return model.Length > MaxModelLength || model.Any(char.IsControl) ? ConnectErrors.InvalidModel() : null;
    }

    private static KeySource KeySourceOf(HttpRequest request, IList<string> offered) =>
        request.Headers.Authorization.ToString().StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase) ? KeySource.Bearer
        : offered.Any(protocol => protocol.StartsWith(KeyProtocolPrefix, StringComparison.Ordinal)) ? KeySource.SubProtocol
        : request.Headers.ContainsKey("api-key") ? KeySource.ApiKeyHeader
        : KeySource.None;
}
