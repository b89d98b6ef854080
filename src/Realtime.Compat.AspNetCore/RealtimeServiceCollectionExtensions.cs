using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Realtime.Compat.AspNetCore;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.AspNetCore.Sessions;
using Realtime.Compat.AspNetCore.WebSockets;
using Realtime.Compat.AspNetCore.WireChecks;
using Realtime.Compat.Engine.Hearing;
using Realtime.Compat.Engine.Hearing.Turns;
using Realtime.Compat.Engine.Session;
using Realtime.Compat.Engine.Tools;
using Realtime.Compat.WebRtc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Realtime API's services.</summary>
public static class RealtimeServiceCollectionExtensions
{
    /// <summary>
    /// Registers what <c>MapRealtime()</c> needs. The app registers the models beside it, as singletons: an <see cref="IChatClient"/>, an
    /// <see cref="ISpeechToTextClient"/> and an <see cref="ITextToSpeechClient"/>. A <c>Func&lt;IVoiceActivityDetector&gt;</c> replaces Silero.
    /// A <see cref="ContextLength"/> tells how long a conversation the chat model can read; a
    /// <see cref="ChatModelChoice"/> which model a client's `?model=` means; an <see cref="IMcpConnector"/> replaces the one over HTTP.
    /// An <see cref="ITurnModel"/> judges with <c>semantic_vad</c> whether a speaker is done; without one words and prosody decide alone.
    /// An <see cref="IRtcEndpoint"/> takes the place of the server's own for WebRTC calls.
    /// A model that is missing stops the start with a sentence that names it, and so does a wrong setting.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Changes settings after they were read from the configuration section <c>Realtime</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddRealtime(this IServiceCollection services, Action<RealtimeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<RealtimeOptions>().BindConfiguration(RealtimeOptions.Section).ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RealtimeOptions>, RealtimeOptionsValidator>());

        services.AddMetrics();
        services.AddHealthChecks();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => SileroVoiceActivityDetector.LoadDefault(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IMcpConnector>(provider =>
            new McpClientConnector(provider.GetRequiredService<IOptions<RealtimeOptions>>().Value.Mcp, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(BackendsOf);
        services.AddDataProtection();
        services.TryAddSingleton<ISeal>(provider => provider.GetRequiredService<IOptions<RealtimeOptions>>().Value.ClientSecrets.SigningKey is { } key
            ? new KeySeal(key)
            : new DataProtectionSeal(provider.GetRequiredService<IDataProtectionProvider>()));
        services.TryAddSingleton<ClientSecrets>();
        services.TryAddSingleton<ApiKeyRing>();
        services.TryAddSingleton<OriginPolicy>();
        services.TryAddSingleton<ConnectLimiter>();
        services.TryAddSingleton<Gate>();
        services.TryAddSingleton<HttpDoor>();
        services.TryAddSingleton<ClientSecretsEndpoint>();
        services.TryAddSingleton<CallsEndpoint>();
        services.TryAddSingleton(provider => new CallLine(
            provider.GetServices<IRtcEndpoint>(), provider.GetRequiredService<IOptions<RealtimeOptions>>(), provider.GetRequiredService<IServer>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CallLine>>()));
        services.AddHostedService(provider => provider.GetRequiredService<CallLine>());
        services.TryAddSingleton<CallRegistry>();
        services.AddHostedService(provider => provider.GetRequiredService<CallRegistry>());
        services.TryAddSingleton<ActiveSessions>();
        services.TryAddSingleton<SessionFactory>();
        services.TryAddSingleton<WireCheck>();
        services.TryAddSingleton<RealtimeWebSocketEndpoint>();
        services.AddHostedService<BackendsCheck>();
        return services;
    }

    private static SessionBackends BackendsOf(IServiceProvider services) => new()
    {
        Chat = services.GetService<IChatClient>() ?? throw Missing("chat model", nameof(IChatClient)),
        SpeechToText = services.GetService<ISpeechToTextClient>() ?? throw Missing("speech-to-text engine", nameof(ISpeechToTextClient)),
        TextToSpeech = services.GetService<ITextToSpeechClient>() ?? throw Missing("text-to-speech engine", nameof(ITextToSpeechClient)),
        VoiceActivity = services.GetRequiredService<Func<IVoiceActivityDetector>>(),
        ContextLength = services.GetService<ContextLength>() ?? (static () => null),
        ChatModel = services.GetService<ChatModelChoice>() ?? (static _ => null),
        Mcp = services.GetService<IMcpConnector>(),
        TurnModel = services.GetService<ITurnModel>(),
    };

    private static InvalidOperationException Missing(string what, string type) =>
        new($"The Realtime API has no {what}: register a singleton Microsoft.Extensions.AI.{type} beside AddRealtime().");
}
