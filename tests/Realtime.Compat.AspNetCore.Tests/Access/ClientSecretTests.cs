using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.Testing;

namespace Realtime.Compat.AspNetCore.Tests.Access;

public sealed class ClientSecretTests
{
    private const string Key = "sk-test-0123456789";

    [Fact]
    public async Task A_secret_opens_a_session_with_its_configuration()
    {
        await using var app = await RealtimeApp.StartAsync();
        var made = await PostAsync(app, "client_secrets", """{"session":{"type":"realtime","model":"my-model","instructions":"Be brief.","audio":{"output":{"voice":"verse"}}}}""");
        Assert.StartsWith("ek_", made.GetProperty("value").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, made.GetProperty("session").GetProperty("expires_at").GetInt64());
        Assert.Equal("my-model", made.GetProperty("session").GetProperty("model").GetString());

        await using var client = await TestClient.OpenAsync(app, "", options => Show(options, made));

        var session = client.Events[0].GetProperty("session");
        Assert.Equal("my-model", session.GetProperty("model").GetString());
        Assert.Equal("Be brief.", session.GetProperty("instructions").GetString());
        Assert.Equal("verse", session.GetProperty("audio").GetProperty("output").GetProperty("voice").GetString());
    }

    [Fact]
    public async Task The_connection_may_name_another_model()
    {
        await using var app = await RealtimeApp.StartAsync();
        var made = await PostAsync(app, "client_secrets", """{"session":{"type":"realtime","model":"my-model"}}""");

        await using var client = await TestClient.OpenAsync(app, "?model=other", options => Show(options, made));

        Assert.Equal("other", client.Events[0].GetProperty("session").GetProperty("model").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task Nothing_has_to_be_asked_for(string body)
    {
        await using var app = await RealtimeApp.StartAsync();

        var made = await PostAsync(app, "client_secrets", body);

        Assert.InRange(made.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 590, 601);
        Assert.Equal("realtime", made.GetProperty("session").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_beta_secret_opens_a_beta_session()
    {
        await using var app = await RealtimeApp.StartAsync();
        var made = await PostAsync(app, "sessions", """{"model":"gpt-4o-realtime-preview","voice":"verse","modalities":["text"]}""");
        Assert.Equal("verse", made.GetProperty("voice").GetString());
        var secret = made.GetProperty("client_secret");
        Assert.InRange(secret.GetProperty("expires_at").GetInt64() - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), 50, 61);

        await using var client = await TestClient.OpenAsync(app, "?model=gpt-4o-realtime-preview", options =>
        {
            options.AddSubProtocol("realtime");
            options.AddSubProtocol($"openai-insecure-api-key.{secret.GetProperty("value").GetString()}");
            options.AddSubProtocol("openai-beta.realtime-v1");
        });

        Assert.Equal(["text"], client.Events[0].GetProperty("session").GetProperty("modalities").EnumerateArray().Select(modality => modality.GetString()!));
    }

    [Theory]
    [InlineData("transcription_sessions", """{"input_audio_transcription":{"model":"whisper-1"}}""")]
    [InlineData("client_secrets", """{"session":{"type":"transcription","audio":{"input":{"transcription":{"model":"whisper-1"}}}}}""")]
    public async Task A_transcription_secret_opens_a_transcription_session_and_no_other(string path, string body)
    {
        await using var app = await RealtimeApp.StartAsync();
        var made = await PostAsync(app, path, body);

        await using var client = await TestClient.OpenAsync(app, "?intent=transcription", options => Show(options, made));
        await using var other = await TestClient.ConnectAsync(app, "?model=m", options => Show(options, made));

        Assert.Equal("transcription", client.Events[0].GetProperty("session").GetProperty("type").GetString());
        Assert.Equal(3000, (await other.ClosedAsync()).Status);
    }

    [Fact]
    public async Task An_expired_secret_is_refused()
    {
        var clock = new FakeTimeProvider();
        await using var app = await RealtimeApp.StartAsync(services: services => services.AddSingleton<TimeProvider>(new ShiftedClock(clock)));
        var made = await PostAsync(app, "client_secrets", """{"expires_after":{"anchor":"created_at","seconds":10}}""");
        clock.Advance(TimeSpan.FromSeconds(11));

        await using var client = await TestClient.ConnectAsync(app, configure: options => Show(options, made));

        Assert.Equal((3000, "invalid_request_error.invalid_api_key"), await client.ClosedAsync());
        Assert.Contains("expired", client.Events[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_opens_one_session_only_is_spent_by_it()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.ClientSecrets.SingleUse = true);
        var made = await PostAsync(app, "client_secrets", "");
        await using var first = await TestClient.OpenAsync(app, configure: options => Show(options, made));

        await using var replayed = await TestClient.ConnectAsync(app, configure: options => Show(options, made));

        Assert.Equal(3000, (await replayed.ClosedAsync()).Status);
    }

    [Fact]
    public async Task A_changed_secret_is_refused_wherever_it_was_changed()
    {
        await using var app = await RealtimeApp.StartAsync();
        var secrets = app.Services.GetRequiredService<ClientSecrets>();
        Assert.True(secrets.TryWrite(new ClientSecret { Id = "1", ExpiresAt = long.MaxValue }, out var value));
        Assert.Equal(SecretState.Valid, secrets.Read(value, out _));

        for (var i = ClientSecret.Prefix.Length; i < value.Length - 1; i++)
        {
            var changed = value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..];
            Assert.Equal(SecretState.Forged, secrets.Read(changed, out _));
        }

        Assert.Equal(SecretState.Forged, secrets.Read("ek_", out _));
        Assert.Equal(SecretState.Forged, secrets.Read("ek_!", out _));
        Assert.Equal(SecretState.Forged, secrets.Read("ek_" + new string('A', 100_000), out _));
    }

    [Fact]
    public async Task Servers_with_one_signing_key_take_each_others_secrets_and_no_others()
    {
        var shared = new string('k', 32);
        await using var one = await RealtimeApp.StartAsync(configure: options => options.ClientSecrets.SigningKey = shared);
        await using var two = await RealtimeApp.StartAsync(configure: options => options.ClientSecrets.SigningKey = shared);
        await using var stranger = await RealtimeApp.StartAsync(configure: options => options.ClientSecrets.SigningKey = new string('s', 32));
        var made = await PostAsync(one, "client_secrets", "");

        await using var client = await TestClient.OpenAsync(two, configure: options => Show(options, made));
        await using var refused = await TestClient.ConnectAsync(stranger, configure: options => Show(options, made));

        Assert.Single(client.Events);
        Assert.Equal(3000, (await refused.ClosedAsync()).Status);
    }

    [Fact]
    public async Task Only_a_key_makes_secrets_and_a_secret_makes_none()
    {
        await using var app = await RealtimeApp.StartAsync(configure: options => options.ApiKeys.Add(new ApiKeyOptions { Key = Key, Name = "ours" }));

        using var none = await SendAsync(app, "client_secrets", "", null);
        var made = await PostAsync(app, "client_secrets", "", Key);
        using var again = await SendAsync(app, "client_secrets", "", made.GetProperty("value").GetString());
        await using var client = await TestClient.OpenAsync(app, configure: options => Show(options, made));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (none.StatusCode, again.StatusCode));
        Assert.Single(client.Events);
    }

    [Theory]
    [InlineData("client_secrets", """{"expires_after":{"seconds":9}}""", "integer_below_min_value", "expires_after.seconds")]
    [InlineData("client_secrets", """{"expires_after":{"seconds":7201}}""", "integer_above_max_value", "expires_after.seconds")]
    [InlineData("client_secrets", """{"expires_after":{"anchor":"now"}}""", "invalid_value", "expires_after.anchor")]
    [InlineData("client_secrets", """{"sesion":{}}""", "unknown_parameter", "sesion")]
    [InlineData("client_secrets", """{"session":{"type":"realtime","audio":{"output":{"speed":9}}}}""", "decimal_above_max_value", "session.audio.output.speed")]
    [InlineData("sessions", """{"voices":"x"}""", "unknown_parameter", "voices")]
    [InlineData("client_secrets", "[", "invalid_json", null)]
    [InlineData("client_secrets", "[]", "invalid_json", null)]
    public async Task A_wrong_request_is_told_by_its_field(string path, string body, string code, string? param)
    {
        await using var app = await RealtimeApp.StartAsync();

        using var response = await SendAsync(app, path, body, null);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");
        Assert.Equal((code, param), (error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.DoesNotContain("session.voices", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_configuration_is_bound_in_and_one_that_is_too_long_is_refused()
    {
        await using var app = await RealtimeApp.StartAsync();
        var words = string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"word{i % 97}"));

        var made = await PostAsync(app, "client_secrets", $$$"""{"session":{"type":"realtime","instructions":"{{{words}}}"}}""");
        await using var client = await TestClient.OpenAsync(app, "", options => Show(options, made));
        using var tooLong = await SendAsync(app, "client_secrets", $$$"""{"session":{"type":"realtime","instructions":"{{{Noise(40_000)}}}"}}""", null);

        Assert.Equal(words, client.Events[0].GetProperty("session").GetProperty("instructions").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
    }

    [SchemaFact]
    public async Task Answers_are_in_the_schema()
    {
        await using var app = await RealtimeApp.StartAsync();

        var made = await PostAsync(app, "client_secrets", """{"session":{"type":"realtime","tools":[{"type":"function","name":"f","parameters":{}}]}}""");

        await SchemaValidator.AssertObjectAsync("RealtimeCreateClientSecretResponse", made);
    }

    private static async Task<JsonElement> PostAsync(RealtimeApp app, string path, string body, string? key = null)
    {
        using var response = await SendAsync(app, path, body, key);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static async Task<HttpResponseMessage> SendAsync(RealtimeApp app, string path, string body, string? key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, $"v1/realtime/{path}"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await client.SendAsync(request);
    }

    private static void Show(ClientWebSocketOptions options, JsonElement made) =>
        options.SetRequestHeader("Authorization", $"Bearer {(made.TryGetProperty("value", out var value) ? value : made.GetProperty("client_secret").GetProperty("value")).GetString()}");

    private static string Noise(int length) => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(length));

    /// <summary>The real clock, with the hands of a fake one added: servers run by it and secrets grow old by the other.</summary>
    private sealed class ShiftedClock(FakeTimeProvider shift) : TimeProvider
    {
        private readonly DateTimeOffset _start = shift.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + (shift.GetUtcNow() - _start);
    }
}
