using Realtime.Compat.Server.Certificates;

namespace Realtime.Compat.Server.Status;

/// <summary>What there is to say about the running server: its parts, its addresses, how to connect.</summary>
/// <param name="Parts">The four parts, in the order sound passes through them.</param>
/// <param name="Addresses">Where it listens, ports as bound.</param>
/// <param name="Calls">Where WebRTC calls arrive, or why they do not.</param>
/// <param name="Certificate">The certificate for https; null when it listens on http alone, or shows a certificate of the operator's own.</param>
internal sealed record ServerReport(IReadOnlyList<Part> Parts, IReadOnlyList<Uri> Addresses, string Calls, LocalCertificate? Certificate)
{
    /// <summary>The API's base URL, over TLS if there is any: the official Node SDK refuses anything else.</summary>
    public Uri BaseUrl => new(Reachable(Addresses.FirstOrDefault(a => a.Scheme == Uri.UriSchemeHttps) ?? Addresses[0]), "/v1");

    /// <summary>Where every address is listened on, a client of this machine takes this one.</summary>
    public static Uri Reachable(Uri address) => IsEverywhere(address) ? new UriBuilder(address) { Host = "localhost" }.Uri : address;

    /// <summary>Whether it stands for every address of the machine.</summary>
    public static bool IsEverywhere(Uri address) => address.Host is "0.0.0.0" or "[::]";

    /// <summary>Three lines of JavaScript that connect.</summary>
    public IReadOnlyList<string> Snippet =>
    [
        "import OpenAI from 'openai'; import { OpenAIRealtimeWS } from 'openai/realtime/ws';",
        $"const client = new OpenAI({{ baseURL: '{BaseUrl}', apiKey: 'none' }});",
        "const realtime = new OpenAIRealtimeWS({ model: 'gpt-realtime' }, client);",
    ];
}
