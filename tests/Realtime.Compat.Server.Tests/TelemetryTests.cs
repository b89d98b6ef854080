using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector()
    {
        var received = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{kind}", async (string kind, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received[kind] = Encoding.Latin1.GetString(body.ToArray());
        });
        await collector.StartAsync();

        using (var export = new TelemetryExport(Options.Create(new TelemetryOptions { OtlpEndpoint = collector.Urls.Single(), Protocol = "http/protobuf", ServiceName = "my-server" })))
        {
            await export.StartAsync(CancellationToken.None);
            using var source = new ActivitySource("Realtime.Compat.Engine");
            source.StartActivity("realtime.response")!.Dispose();
            using var meter = new Meter("Realtime.Compat.Engine");
            meter.CreateHistogram<double>("realtime.turn.stage", "ms").Record(12.5, new KeyValuePair<string, object?>("realtime.turn.stage", "first_token"));
        }

        Assert.Contains("realtime.response", received["traces"], StringComparison.Ordinal);
        Assert.Contains("my-server", received["traces"], StringComparison.Ordinal);
        Assert.Contains("first_token", received["metrics"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:4317", "grpc", "Realtime:Telemetry:OtlpEndpoint is \"localhost:4317\"; set it to an address such as http://localhost:4317.")]
    [InlineData("http://localhost:4317", "json", "Realtime:Telemetry:Protocol is \"json\"; set it to grpc or http/protobuf.")]
    public void A_wrong_setting_is_named(string endpoint, string protocol, string sentence) =>
        Assert.Equal([sentence], new TelemetryOptions { OtlpEndpoint = endpoint, Protocol = protocol }.Validate());
}
