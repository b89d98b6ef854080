using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Realtime.Compat.WebRtc.Native;

/// <summary>
/// Finds the native libraries by the names they have on each system. Imports of this assembly name them by the constants here:
/// <c>[LibraryImport(NativeModules.Opus)]</c>.
/// </summary>
internal static class NativeModules
{
    /// <summary>OpenSSL 3, its TLS and DTLS half.</summary>
    public const string OpenSsl = "libssl";

    /// <summary>OpenSSL 3, its cryptography.</summary>
    public const string Crypto = "libcrypto";

    /// <summary>libopus 1.x.</summary>
    public const string Opus = "libopus";

    private static readonly ConcurrentDictionary<string, nint> Handles = new();

    /// <summary>Whether a library is there.</summary>
    /// <param name="name">One of the constants.</param>
    public static bool IsLoadable(string name) => Load(name) != 0;

    /// <summary>Looks up a function without importing it, for a library that may be absent.</summary>
    public static bool TryExport(string name, string function, out nint address)
    {
        address = 0;
        return Load(name) is var handle and not 0 && NativeLibrary.TryGetExport(handle, function, out address);
    }

    // CA2255: the resolver must be there before the first import of any class of this assembly, whichever that is.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(NativeModules).Assembly, static (string name, Assembly _, DllImportSearchPath? _) => Load(name));
#pragma warning restore CA2255

    private static nint Load(string name) => Handles.GetOrAdd(name, static name =>
    {
        foreach (var candidate in FileNames(name))
        {
            if (NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        }
        return 0;
    });

    private static string[] FileNames(string name) => name switch
    {
        OpenSsl => ["libssl.so.3", "libssl.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libssl.3.dylib", "/usr/local/opt/openssl@3/lib/libssl.3.dylib", "libssl-3-x64.dll"],
        Crypto => ["libcrypto.so.3", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto-3-x64.dll"],
        Opus => ["libopus.so.0", "libopus.0.dylib", "/opt/homebrew/lib/libopus.0.dylib", "/usr/local/lib/libopus.0.dylib", "opus.dll", "libopus-0.dll"],
        _ => [],
    };
}
