namespace Realtime.Compat.Server.Configuration;

/// <summary>The settings under `Realtime:Telemetry`: where traces and metrics go by OTLP. What is not set here, OpenTelemetry's own variables say.</summary>
internal sealed class TelemetryOptions
{
    /// <summary>The section these settings are bound from.</summary>
    public const string Section = "Realtime:Telemetry";

    /// <summary>The environment variable that every OpenTelemetry program reads.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The collector's address, such as http://localhost:4317; none to export only where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>`grpc` (port 4317) or `http/protobuf` (port 4318), where <see cref="OtlpEndpoint"/> is set.</summary>
    public string Protocol { get; set; } = "grpc";

    /// <summary>The name under which this server appears.</summary>
    public string ServiceName { get; set; } = "realtime-compat";

    /// <summary>Everything wrong with these settings.</summary>
    /// <returns>One sentence a mistake; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        List<string> mistakes = [];
        if (!string.IsNullOrEmpty(OtlpEndpoint) && !(Uri.TryCreate(OtlpEndpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
            mistakes.Add($"{Section}:{nameof(OtlpEndpoint)} is \"{OtlpEndpoint}\"; set it to an address such as http://localhost:4317.");
        if (Protocol is not ("grpc" or "http/protobuf"))
            mistakes.Add($"{Section}:{nameof(Protocol)} is \"{Protocol}\"; set it to grpc or http/protobuf.");
        if (string.IsNullOrWhiteSpace(ServiceName))
            mistakes.Add($"{Section}:{nameof(ServiceName)} is empty; set it to the name under which the server shall appear.");
        return mistakes;
    }
}
