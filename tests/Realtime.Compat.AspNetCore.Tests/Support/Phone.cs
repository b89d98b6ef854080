using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.WebRtc;

namespace Realtime.Compat.AspNetCore.Tests.Support;

/// <summary>A caller's side: an app that takes calls, and how to reach it.</summary>
internal sealed class Phone(IChatClient? chat = null, ITextToSpeechClient? voice = null, FakeRtc? rtc = null, Action<RealtimeOptions>? configure = null) : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private RealtimeApp? _app;

    public FakeRtc Rtc { get; } = rtc ?? new FakeRtc();

    public async Task<RealtimeApp> AppAsync() =>
        _app ??= await RealtimeApp.StartAsync(chat, voice, configure, services => services.AddSingleton<IRtcEndpoint>(Rtc));

    /// <summary>Calls, opens the event channel, and waits for the session.</summary>
    public async Task<FakeLine> CallAsync(string path = "calls", string? key = null)
    {
        using var response = await PostAsync(path, "offer", key);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var line = await Rtc.NextAsync();
        line.Open();
        await line.NextAsync("session.created");
        return line;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string offer, string? key = null)
    {
        var content = new StringContent(offer, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        return PostAsync(path, content, key);
    }

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string? key = null) => SendAsync(HttpMethod.Post, path, content, key);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? key = null)
    {
        var address = (await AppAsync()).Address;
        using var request = new HttpRequestMessage(method, new Uri(address, path.StartsWith('?') ? $"v1/realtime{path}" : $"v1/realtime/{path}")) { Content = content };
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await _http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
