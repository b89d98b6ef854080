using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Realtime.Compat.AspNetCore.Tests.Support;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_names_the_parts_and_counts_the_sessions()
    {
        await using var app = await RealtimeApp.StartAsync(services: services => services.AddHealthChecks()
            .AddCheck("chat", () => HealthCheckResult.Healthy("llama answers", new Dictionary<string, object> { ["model"] = "llama", ["latency_ms"] = 12 }))
            .AddCheck("speech", () => HealthCheckResult.Degraded("restarting")));
        await using var client = await TestClient.OpenAsync(app);

        var (status, health) = await HealthAsync(app);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal(1, health.GetProperty("active_sessions").GetInt32());
        Assert.Matches(@"^\d+\.\d+\.\d+$", health.GetProperty("version").GetString());
        Assert.InRange(health.GetProperty("uptime_seconds").GetInt64(), 0, 600);
        var parts = health.GetProperty("parts");
        Assert.Equal("""{"status":"healthy","detail":"llama answers","model":"llama","latency_ms":12}""", parts.GetProperty("chat").GetRawText());
        Assert.Equal("""{"status":"degraded","detail":"restarting"}""", parts.GetProperty("speech").GetRawText());
    }

    [Fact]
    public async Task Only_an_unhealthy_part_makes_health_fail()
    {
        await using var app = await RealtimeApp.StartAsync(services: services => services.AddHealthChecks().AddCheck("chat", () => HealthCheckResult.Unhealthy("gone")));

        var (status, health) = await HealthAsync(app);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("unhealthy", health.GetProperty("status").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Health)> HealthAsync(RealtimeApp app)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(app.Address, "/health"));
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync()));
    }
}
