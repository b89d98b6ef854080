using System.Runtime.InteropServices;
using Realtime.Compat.WebRtc.Native;

namespace Realtime.Compat.WebRtc.Opus;

/// <summary>The functions of libopus (1.1 and later) that are used here.</summary>
internal static unsafe partial class OpusLibrary
{
    public const int ApplicationVoip = 2048;
    public const int SetBitrate = 4002;
    public const int SetComplexity = 4010;
    public const int SetInbandFec = 4012;
    public const int SetPacketLossPercent = 4014;

    /// <summary>Whether libopus is on this machine.</summary>
    public static bool IsAvailable => NativeModules.IsLoadable(NativeModules.Opus);

    /// <summary>Refuses to go on without the library.</summary>
    /// <exception cref="OpusException">libopus is missing.</exception>
    public static void Require()
    {
        if (!IsAvailable)
            throw new OpusException("libopus was not found; install it (Debian: apt-get install libopus0), or use G.711.");
    }

    /// <summary>Turns a status code into an exception.</summary>
    public static int Check(int status, string action) =>
        status >= 0 ? status : throw new OpusException($"libopus could not {action}: {Marshal.PtrToStringUTF8(Describe(status))}.");

    /// <summary>Calls <c>opus_encoder_ctl</c> with one integer.</summary>
    /// <remarks>
    /// The function is variadic. On most systems a variadic integer travels as a plain one does; on Apple's ARM64 it lies on the stack, so
    /// the six registers between are filled.
    /// </remarks>
    public static int Control(nint encoder, int request, int value) =>
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlOnStack(encoder, request, 0, 0, 0, 0, 0, 0, value)
            : ControlInRegisters(encoder, request, value);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_decoder_create")]
    public static partial nint CreateDecoder(int sampleRateHz, int channels, out int status);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_decode")]
    public static partial int Decode(nint decoder, byte* packet, int packetLength, short* pcm, int frameSize, int fec);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_encoder_create")]
    public static partial nint CreateEncoder(int sampleRateHz, int channels, int application, out int status);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_encode")]
    public static partial int Encode(nint encoder, short* pcm, int frameSize, byte* packet, int maxLength);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_strerror")]
    private static partial nint Describe(int status);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_encoder_ctl")]
    private static partial int ControlInRegisters(nint encoder, int request, int value);

    [LibraryImport(NativeModules.Opus, EntryPoint = "opus_encoder_ctl")]
    private static partial int ControlOnStack(nint encoder, int request, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, int value);
}
