using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Realtime.Compat.Server.Configuration;

namespace Realtime.Compat.Server.Hosting;

/// <summary>Sends traces and metrics to an OpenTelemetry collector, where one is set. Without one, nothing is recorded and nothing is sent.</summary>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options) : IHostedService, IDisposable
{
    private static readonly string[] Meters =
        ["Realtime.Compat.Engine", "Realtime.Compat.AspNetCore", "System.Net.Http", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private static readonly double[] TurnBucketsMs = [1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10000, 30000];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(options.Value.OtlpEndpoint) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TelemetryOptions.EndpointVariable)))
            return Task.CompletedTask;

        var resource = ResourceBuilder.CreateDefault().AddService(options.Value.ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource("Realtime.Compat.Engine", "System.Net.Http")
            .AddOtlpExporter(exporter => Configure(exporter, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddView("realtime.turn.*", new ExplicitBucketHistogramConfiguration { Boundaries = TurnBucketsMs })
            .AddOtlpExporter(exporter => Configure(exporter, "v1/metrics"))
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>An address that is set here is the collector's; over HTTP each kind of signal has a path below it.</summary>
    private void Configure(OtlpExporterOptions exporter, string path)
    {
        if (string.IsNullOrEmpty(options.Value.OtlpEndpoint))
            return;
        var url = new Uri(options.Value.OtlpEndpoint);
        var isHttp = options.Value.Protocol == "http/protobuf";
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        exporter.Endpoint = isHttp ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/" + path) : url;
    }
}
