using Realtime.Compat.Documentation.Tests.Pages;
using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>A snippet of a page as a file for Node.js, beside the official packages, since that is where Node.js looks for them; only the server's ports are others.</summary>
internal sealed class NodeSnippet : IDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Conformance", "node");
    private readonly List<string> _files = [];
    private readonly RunningServer _server;

    /// <summary>Writes it.</summary>
    /// <param name="block">The snippet.</param>
    /// <param name="server">The server that it talks to.</param>
    public NodeSnippet(CodeBlock block, RunningServer server)
    {
        _server = server;
        File = Write(SnippetText.WithPorts(block.Code, server));
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Writes another file beside it.</summary>
    public string Write(string code)
    {
        var file = Path.Combine(Folder, $"snippet-{Path.GetRandomFileName()}.mjs");
        _files.Add(file);
        System.IO.File.WriteAllText(file, code);
        return file;
    }

    /// <summary>Starts Node.js with a file.</summary>
    /// <param name="arguments">The file, and what follows it.</param>
    /// <param name="environment">Variables beside the one for the server's certificate.</param>
    public ChildProcess Start(string[] arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        new("node", arguments, new Dictionary<string, string?>(environment ?? new Dictionary<string, string?>()) { ["NODE_EXTRA_CA_CERTS"] = _server.AuthorityPath }, Folder);

    /// <inheritdoc/>
    public void Dispose() => _files.ForEach(System.IO.File.Delete);
}
