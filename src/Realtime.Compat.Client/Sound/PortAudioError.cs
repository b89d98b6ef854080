using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>PortAudio's error codes as sentences.</summary>
internal static class PortAudioError
{
    /// <summary>Throws where a call failed.</summary>
    /// <param name="code">What it returned.</param>
    /// <param name="what">What cannot be done, as the beginning of a sentence.</param>
    /// <exception cref="RealtimeClientException">It failed.</exception>
    public static void Check(int code, string what)
    {
        if (code < 0)
            throw new RealtimeClientException($"{what}: {Marshal.PtrToStringUTF8(PortAudioNative.Pa_GetErrorText(code))?.TrimEnd('.')}.");
    }
}
