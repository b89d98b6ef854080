using System.Net;
using System.Net.Sockets;
using Realtime.Compat.WebRtc.Calls;
using Realtime.Compat.WebRtc.Dtls;
using Realtime.Compat.WebRtc.Network;
using Realtime.Compat.WebRtc.Sdp;

namespace Realtime.Compat.WebRtc;

/// <summary>
/// The owner of the port: takes offers, and carries all calls over one UDP port (and TCP port of the same number) on each local address.
/// </summary>
public sealed class RtcEndpoint : IRtcEndpoint
{
    private const int MostPacers = 4;
    private const int PortAttempts = 50;
    private static readonly TimeSpan PatienceWithHandlers = TimeSpan.FromSeconds(5);

    private readonly RtcEndpointOptions _options;
    private readonly TimeProvider _clock;
    private readonly bool _opus;
    private readonly CallTable _table;
    private readonly DtlsIdentity _identity = DtlsIdentity.Create();
    private readonly DtlsContext _dtls;
    private readonly List<UdpPort> _udpPorts = [];
    private readonly List<TcpPort> _tcpPorts = [];
    private readonly List<Task> _loops = [];
    private readonly Pacer[] _pacers;
    private readonly Lock _accepting = new();
    private bool _disposed;

    private RtcEndpoint(RtcEndpointOptions options, TimeProvider clock, bool opus)
    {
        (_options, _clock, _opus) = (options, clock, opus);
        _table = new CallTable(options.OnFault);
        _dtls = new DtlsContext(_identity, DtlsRole.Server);
        try
        {
            Bind(LocalAddresses.Resolve(options.Listen));
        }
        catch
        {
            ClosePorts();
            _dtls.Dispose();
            throw;
        }
        _pacers = [.. Enumerable.Range(1, Math.Clamp(Environment.ProcessorCount, 1, MostPacers)).Select(i => new Pacer($"rtc pacer {i}", _table.Report))];
        foreach (var port in _udpPorts)
            port.Start();
        _loops.AddRange(_tcpPorts.Select(port => Task.Run(port.AcceptAsync)));
    }

    /// <inheritdoc/>
    public int CallCount => _table.Count;

    /// <inheritdoc/>
    public int MaxCalls => _options.MaxCalls;

    /// <summary>The UDP port, on all of <see cref="LocalAddresses"/>.</summary>
    public int Port { get; private set; }

    /// <summary>Addresses it listens on.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; private set; } = [];

    /// <summary>What happened so far.</summary>
    public RtcEndpointStatistics Statistics => _table.Counters.Read();

    /// <summary>Opens the port and takes calls from then on.</summary>
    /// <param name="options">Where, and how many.</param>
    /// <param name="clock">Time-outs and stamps; the system's by default.</param>
    /// <exception cref="RtcUnavailableException">OpenSSL is missing, an address is not of this machine, or the port is taken; the message says what to do.</exception>
    public static RtcEndpoint Start(RtcEndpointOptions options, TimeProvider? clock = null)
    {
        var capabilities = RtcCapabilities.Probe();
        if (!capabilities.CanTakeCalls) throw new RtcUnavailableException(capabilities.Shortcomings[0]);
        return new RtcEndpoint(options, clock ?? TimeProvider.System, capabilities.Opus is not null);
    }

    /// <inheritdoc/>
    public RtcAnswer Accept(string offerSdp, IRtcCallHandler handler)
    {
        ArgumentNullException.ThrowIfNull(offerSdp);
        ArgumentNullException.ThrowIfNull(handler);
        SdpOffer offer;
        try
        {
            offer = SdpOffer.Parse(offerSdp, _opus);
        }
        catch (RtcOfferException)
        {
            _table.Counters.CountRefused();
            throw;
        }
        var call = Register(offer, handler);
        return new RtcAnswer(Describe(call, offer), call);
    }

    /// <summary>Ends all calls (<see cref="RtcCloseReason.EndpointClosed"/>), waits until their handlers know (5 s at most), and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_accepting)
        {
            if (_disposed) return;
            _disposed = true;
        }
        var calls = _table.All;
        foreach (var call in calls)
            call.HangUp(RtcCloseReason.EndpointClosed);
        await Task.WhenAny(Task.WhenAll(calls.Select(call => call.Completion)), Task.Delay(PatienceWithHandlers));
        foreach (var pacer in _pacers)
            pacer.Dispose();
        ClosePorts();
        await Task.WhenAll(_loops);
        _dtls.Dispose();
    }

    private RtcCall Register(SdpOffer offer, IRtcCallHandler handler)
    {
        lock (_accepting)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var halfOpen = _table.All.Count(call => !call.IsConnected);
            if (_table.Count >= _options.MaxCalls || halfOpen >= _options.MaxHalfOpenCalls)
            {
                _table.Counters.CountOverLimit();
                throw new RtcOfferException(RtcOfferError.TooManyCalls, "The server has as many calls as it takes; try again later.");
            }
            var pacer = _pacers.MinBy(each => each.Count)!;
            var call = new RtcCall(new CallSetup
            {
                Offer = offer,
                Handler = handler,
                Dtls = _dtls,
                Options = _options,
                Clock = _clock,
                Table = _table,
                Ended = ended =>
                {
                    _table.Remove(ended);
                    pacer.Remove(ended);
                },
            });
            _table.Add(call);
            pacer.Add(call);
            _table.Counters.CountAccepted();
            return call;
        }
    }

    private string Describe(RtcCall call, SdpOffer offer)
    {
        var port = _options.AnnouncePort > 0 ? _options.AnnouncePort : Port;
        return new SdpAnswer
        {
            Offer = offer,
            Credentials = call.Credentials,
            Fingerprint = _identity.Fingerprint,
            Addresses = _options.Announce.Count > 0 ? _options.Announce : Addresses,
            Port = port,
            TcpPort = _options.Tcp ? port : null,
            AudioSource = call.AudioSource,
            MaxMessageSize = _options.MaxReceivedEventBytes,
        }.Write();
    }

    /// <summary>All sockets get the same number; when any will do, one is looked for that is free everywhere.</summary>
    private void Bind(IReadOnlyList<IPAddress> addresses)
    {
        if (addresses.Count == 0) throw new RtcUnavailableException("WebRTC calls are off: this machine has no address to listen on.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                BindOnce(addresses);
                return;
            }
            catch (SocketException exception)
            {
                ClosePorts();
                if (_options.Port == 0 && attempt < PortAttempts && exception.SocketErrorCode == SocketError.AddressAlreadyInUse) continue;
                throw new RtcUnavailableException(
                    $"WebRTC calls are off: port {_options.Port} of {string.Join(", ", addresses)} cannot be opened ({exception.Message}); set another port or other addresses.", exception);
            }
        }
    }

    private void BindOnce(IReadOnlyList<IPAddress> addresses)
    {
        var port = _options.Port;
        foreach (var address in addresses)
        {
            var udp = new UdpPort(address, port, _table);
            _udpPorts.Add(udp);
            port = udp.LocalEndPoint.Port;
            if (_options.Tcp) _tcpPorts.Add(new TcpPort(address, port, _table, _options.ConnectTimeout, 2 * _options.MaxCalls));
        }
        (Port, Addresses) = (port, addresses);
    }

    private void ClosePorts()
    {
        foreach (var port in _udpPorts)
            port.Dispose();
        foreach (var port in _tcpPorts)
            port.Dispose();
        _udpPorts.Clear();
        _tcpPorts.Clear();
    }
}
