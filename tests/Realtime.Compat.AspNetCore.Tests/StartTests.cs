using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Engine.Hearing;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class StartTests
{
    [Theory]
    [InlineData(typeof(IChatClient))]
    [InlineData(typeof(ISpeechToTextClient))]
    [InlineData(typeof(ITextToSpeechClient))]
    public async Task A_missing_model_stops_the_start_and_is_named(Type missing)
    {
        var builder = Builder();
        foreach (var registered in builder.Services.Where(service => service.ServiceType == missing).ToList())
            builder.Services.Remove(registered);
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.Contains(missing.Name, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MaxSessionLength", "00:00:00")]
    [InlineData("MaxSessions", "0")]
    [InlineData("RateLimits:RequestsPerMinute", "0")]
    [InlineData("RateLimits:TokensPerMinute", "0")]
    [InlineData("MaxRetrievedAudioBytes", "-1")]
    [InlineData("DefaultVoice", " ")]
    [InlineData("MaxMessageBytes", "1000")]
    [InlineData("KeepAliveInterval", "-00:00:01")]
    [InlineData("OutboxLimitBytes", "65536")]
    [InlineData("DefaultTurnDetection:Threshold", "1.5")]
    [InlineData("DefaultTurnDetection:SilenceDurationMs", "1")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var builder = Builder();
        builder.Configuration.AddInMemoryCollection([new($"Realtime:{setting}", value)]);
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.StartsWith($"Realtime:{setting} must", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_come_from_the_section_and_code_has_the_last_word()
    {
        var builder = Builder(options => options.DefaultVoice = "echo");
        builder.Configuration.AddInMemoryCollection([new("Realtime:DefaultVoice", "verse"), new("Realtime:DefaultTurnDetection:SilenceDurationMs", "700")]);
        await using var app = builder.Build();

        var options = app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value;

        Assert.Equal("echo", options.DefaultVoice);
        Assert.Equal(700, options.DefaultTurnDetection.SilenceDurationMs);
    }

    [Fact]
    public async Task A_voice_activity_detector_that_no_session_can_use_stops_the_start()
    {
        var builder = Builder();
        builder.Services.AddSingleton<Func<IVoiceActivityDetector>>(() => new StudioDetector());
        await using var app = builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.StartsWith("The voice activity detector StudioDetector takes frames of 1536 samples at 48000 Hz", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_without_services_says_what_to_call()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapRealtime());

        Assert.Contains("AddRealtime()", exception.Message, StringComparison.Ordinal);
    }

    private static WebApplicationBuilder Builder(Action<RealtimeOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRealtime(configure);
        builder.Services.AddSingleton<IChatClient>(new ScriptedChat());
        builder.Services.AddSingleton<ISpeechToTextClient>(new ScriptedEars());
        builder.Services.AddSingleton<ITextToSpeechClient>(new ScriptedVoice());
        builder.Services.AddSingleton<Func<IVoiceActivityDetector>>(() => new LoudnessDetector());
        return builder;
    }

    private sealed class StudioDetector : IVoiceActivityDetector
    {
        public int SampleRateHz => 48_000;

        public int FrameLength => 1536;

        public float Process(ReadOnlySpan<float> frame) => 0;

        public void Reset()
        {
        }
    }
}
