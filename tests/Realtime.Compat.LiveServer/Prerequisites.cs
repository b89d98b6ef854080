using System.Runtime.InteropServices;
using Realtime.Compat.Testing;

namespace Realtime.Compat.LiveServer;

/// <summary>Says what is missing here, and how to get it.</summary>
public static class Prerequisites
{
    /// <summary>The first that is missing.</summary>
    /// <param name="needed">What a test needs.</param>
    /// <returns>One sentence; null when all is there.</returns>
    public static string? Missing(params IEnumerable<Prerequisite> needed) => needed.Select(Missing).FirstOrDefault(missing => missing is not null);

    private static string? Missing(Prerequisite prerequisite) => prerequisite switch
    {
        Prerequisite.Weights when !File.Exists(Path.Combine(Checkout.Root, "native", "node_modules", "@ricky0123", "vad-web", "dist", "silero_vad_v6.onnx")) =>
            "The weights of the voice activity detector are missing: run npm ci --ignore-scripts in native/.",
        Prerequisite.EnglishSpeech when !HasLibrary("libpocketsphinx.so.3") || !HasLibrary("libflite.so.1") || !Directory.Exists("/usr/share/pocketsphinx/model/en-us") =>
            "English speech engines are missing: install libflite1, libpocketsphinx3 and pocketsphinx-en-us.",
        Prerequisite.SherpaOnnx when !Directory.Exists(Path.Combine(Checkout.Root, "native", "node_modules")) || Directory.GetDirectories(Path.Combine(Checkout.Root, "native", "node_modules"), "sherpa-onnx-*").Length == 0 =>
            "What runs downloaded models is missing: run npm ci --ignore-scripts in native/, then build again.",
        Prerequisite.OtherVoices when !HasLibrary("libespeak-ng.so.1") =>
            "The voices of other languages are missing: install libespeak-ng1 and espeak-ng-data.",
        Prerequisite.NodeClient when !Directory.Exists(Path.Combine(Checkout.Root, "tests", "Conformance", "node", "node_modules", "openai")) || !Programs.Has("node") =>
            "The official Node client is missing: install Node.js 20 and run npm ci --ignore-scripts in tests/Conformance/node/.",
        Prerequisite.Schema => SchemaValidator.WhyUnavailable,
        Prerequisite.Recordings => SharedData.WhyMissing("audio"),
        Prerequisite.Mpg123 when !Programs.Has("mpg123") => "There is no decoder of MP3: install mpg123.",
        Prerequisite.Chromium when !File.Exists("/usr/bin/chromium") => "There is no browser: install Debian's chromium.",
        Prerequisite.Chromium when !HasLibrary("libssl.so.3") || !HasLibrary("libopus.so.0") => "Calls need OpenSSL 3 and libopus: install libssl3 and libopus0.",
        Prerequisite.Chromium when !Directory.Exists(Path.Combine(Checkout.Root, "tests", "Browser", "node", "node_modules", "playwright-core")) || !Programs.Has("node") =>
            "What drives the browser is missing: install Node.js 20 and run npm ci --ignore-scripts in tests/Browser/node/.",
        Prerequisite.Aiortc when !Directory.Exists("/usr/lib/python3/dist-packages/aiortc") || !File.Exists("/usr/bin/python3") => "aiortc is missing: install Debian's python3-aiortc.",
        Prerequisite.Shell when !OperatingSystem.IsLinux() || !Programs.Has("bash") || !Programs.Has("curl") || !Programs.Has("script") => "Commands are typed to a shell of Linux: install bash, curl and util-linux (script).",
        Prerequisite.Sound when !HasLibrary("libportaudio.so.2") || !File.Exists("/usr/share/alsa/alsa.conf") =>
            "Sound is tried through PortAudio on ALSA: install libportaudio2 and libasound2-data.",
        Prerequisite.Terminal when !Programs.Has("tmux") => "The terminal client is tried in tmux: install it.",
        Prerequisite.NoSoundCard when Directory.Exists("/proc/asound/card0") => "This machine has a sound card: what is said without one is not seen here.",
        Prerequisite.Proc when !Directory.Exists("/proc/self") => "Processes are found through /proc, which only Linux has.",
        _ => null,
    };

    private static bool HasLibrary(string name)
    {
        if (!NativeLibrary.TryLoad(name, out var handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }
}
