using Realtime.Compat.AspNetCore.Calls;
using Realtime.Compat.Server.Hosting;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether WebRTC calls can be taken where the settings say: their port is opened as the server would, and closed again.</summary>
/// <param name="line">The server's line; not open yet.</param>
/// <param name="options">What it was set up with.</param>
/// <param name="addresses">Where the server listens: one that runs holds the port itself.</param>
internal sealed class CallsCheck(CallLine line, CallOptions options, IReadOnlyList<ListeningAddress> addresses) : ICheck
{
    private const string Port = "Realtime:Calls:Port";

    /// <inheritdoc/>
    public string Name => "calls";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (options.Enabled && options.Port != 0)
        {
            foreach (var address in addresses.Select(each => each.Uri).OfType<Uri>())
            {
                if (await RunningServer.TakesCallsAtAsync(address, options.Port, cancellationToken))
                    return Finding.Fine($"port {options.Port} is held by this server");
            }
        }

        await line.StartedAsync(cancellationToken);
        var isTaken = line.Endpoint is not null;
        await line.DisposeAsync();
        return isTaken ? Finding.Fine(options.Port == 0 ? "a port can be opened" : $"port {options.Port} is free")
            : !options.Enabled ? Finding.Fine("switched off (Realtime:Calls:Enabled)")
            : Finding.Wrong(line.Status, options.Port == 0
                ? "mend OpenSSL, or name addresses of this machine: --Realtime:Calls:Listen:0 0.0.0.0"
                : $"stop the other program, or take another port: --{Port} {options.Port + 1}");
    }
}
