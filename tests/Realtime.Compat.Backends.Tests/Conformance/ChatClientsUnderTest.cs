using Microsoft.Extensions.AI;
using Realtime.Compat.Backends.Tests.StandIn;

namespace Realtime.Compat.Backends.Tests.Conformance;

/// <summary>Every chat client there is, made as the server makes it.</summary>
public sealed class ChatClientsUnderTest : IAsyncLifetime
{
    private readonly StandInServer _parrot = ParrotServer.Start();
    private readonly StandInServer _broken = StandInServer.Start(exchange => exchange.RespondAsync(500, "application/json", """{"error":"out of order"}"""));
    private readonly Dictionary<string, ChatBackend> _backends = [];

    /// <summary>Names of all.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ollama", "openai", "auto", "scripted", "second of two"];

    public async Task InitializeAsync()
    {
        foreach (var name in Names)
        {
            var options = Say.Options(_parrot.Url);
            options.Provider = name;
            if (name == "second of two")
            {
                (options.Provider, options.Url) = ("openai", _broken.Url.ToString());
                options.Fallbacks.Add(new ChatFallbackOptions { Provider = "ollama", Url = _parrot.Url.ToString(), Model = "m" });
            }

            _backends[name] = new ChatBackend(options, time: new ManualTime());
            await _backends[name].WarmUpAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var backend in _backends.Values) await backend.DisposeAsync();
        await _parrot.DisposeAsync();
        await _broken.DisposeAsync();
    }

    /// <summary>The client by that name; it belongs to this object.</summary>
    public IChatClient Of(string name) => _backends[name].Client;
}
