using System.Globalization;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>What snippets of all languages have in common.</summary>
internal static class SnippetText
{
    /// <summary>What a snippet prints that was answered by the script.</summary>
    public const string Answered = "completed|You said";

    /// <summary>A snippet with a server's ports in place of the usual ones.</summary>
    public static string WithPorts(string code, RunningServer server) => code
        .Replace("127.0.0.1:8443", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.TlsUrl.Port}"), StringComparison.Ordinal)
        .Replace("127.0.0.1:8000", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Url.Port}"), StringComparison.Ordinal);
}
