using System.Runtime.InteropServices;
using Realtime.Compat.WebRtc.Native;

namespace Realtime.Compat.WebRtc;

/// <summary>What this machine's native libraries allow.</summary>
public sealed record RtcCapabilities
{
    /// <summary>Version of OpenSSL such as <c>OpenSSL 3.0.17 1 Jul 2025</c>; null when there is none of version 3.</summary>
    public required string? OpenSsl { get; init; }

    /// <summary>Version of libopus such as <c>libopus 1.3.1</c>; null when there is none.</summary>
    public required string? Opus { get; init; }

    /// <summary>Whether calls can be taken at all: DTLS needs OpenSSL 3. Without libopus they speak G.711.</summary>
    public bool CanTakeCalls => OpenSsl is not null;

    /// <summary>What is missing and what to do about it, one sentence each; empty when all is there.</summary>
    public IReadOnlyList<string> Shortcomings
    {
        get
        {
            var sentences = new List<string>();
            if (OpenSsl is null)
                sentences.Add("WebRTC calls are off: OpenSSL 3 (libssl.so.3) was not found; install it (Debian: apt-get install libssl3) and start again.");
            if (Opus is null)
                sentences.Add("WebRTC calls use G.711 (telephone quality): libopus was not found; install it (Debian: apt-get install libopus0) and start again.");
            return sentences;
        }
    }

    /// <summary>Looks which libraries can be loaded. Never throws.</summary>
    public static unsafe RtcCapabilities Probe()
    {
        var openSsl = NativeModules.IsLoadable(NativeModules.OpenSsl) && NativeModules.TryExport(NativeModules.Crypto, "OpenSSL_version", out var version)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<int, nint>)version)(0))
            : null;
        var opus = NativeModules.TryExport(NativeModules.Opus, "opus_get_version_string", out version)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)version)())
            : null;
        return new RtcCapabilities { OpenSsl = openSsl, Opus = opus };
    }
}
