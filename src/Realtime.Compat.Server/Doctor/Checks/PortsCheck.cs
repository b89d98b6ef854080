using System.Net;
using System.Net.Sockets;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the server can listen where it is to, or does already.</summary>
/// <param name="addresses">Where.</param>
internal sealed class PortsCheck(IReadOnlyList<ListeningAddress> addresses) : ICheck
{
    /// <inheritdoc/>
    public string Name => "ports";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        foreach (var listening in addresses)
        {
            if (listening.Uri is not { } address)
            {
                if (!listening.IsLocalFile)
                    return Finding.Wrong($"\"{listening.Url}\" is no address", $"./run.sh --urls {Listening.Default.Split(';')[0]}");
                said.Add(listening.Url);
                continue;
            }

            var refusal = Refusal(address);
            if (refusal is null)
                said.Add($"{address.Port} is free");
            else if (await RunningServer.IsAtAsync(address, cancellationToken))
                said.Add($"{address.Port} is answered by this server");
            else
                return Finding.Wrong($"port {address.Port} cannot be used: {refusal}", $"stop the other program, or ./run.sh --urls \"{Listening.Around(string.Join(';', addresses.Select(each => each.Url)))}\"");
        }

        return Finding.Fine(string.Join(", ", said));
    }

    private static string? Refusal(Uri address)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback, address.Port);
            probe.Start();
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has it" : failure.Message.TrimEnd('.');
        }
    }
}
