using System.Globalization;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>This machine's sound devices, by PortAudio. Standard error is silent while it is open.</summary>
public sealed class SoundDevices : IDisposable
{
    private readonly SilencedErrors _silence;

    private SoundDevices(SilencedErrors silence)
    {
        _silence = silence;
        All = List();
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SoundDevice> All { get; }

    /// <summary>Looks for them.</summary>
    /// <exception cref="RealtimeClientException">PortAudio is missing, or does not start.</exception>
    public static SoundDevices Open()
    {
        if (!PortAudioNative.IsThere)
            throw new RealtimeClientException($"PortAudio is missing, which plays and records sound: {Install}.");
        var silence = new SilencedErrors();
        try
        {
            PortAudioError.Check(PortAudioNative.Pa_Initialize(), "Sound cannot be used");
            return new SoundDevices(silence);
        }
        catch
        {
            silence.Dispose();
            throw;
        }
    }

    /// <summary>The device to record from.</summary>
    /// <param name="wanted">Its number, or a part of its name; null for the system's own.</param>
    /// <exception cref="RealtimeClientException">There is none.</exception>
    public SoundDevice Microphone(string? wanted) => Find(wanted, "microphone", device => device.IsInput, device => device.IsDefaultInput);

    /// <summary>The device to play on.</summary>
    /// <param name="wanted">Its number, or a part of its name; null for the system's own.</param>
    /// <exception cref="RealtimeClientException">There is none.</exception>
    public SoundDevice Loudspeaker(string? wanted) => Find(wanted, "loudspeaker", device => device.IsOutput, device => device.IsDefaultOutput);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = PortAudioNative.Pa_Terminate();
        _silence.Dispose();
    }

    private static string Install =>
        OperatingSystem.IsWindows() ? "put portaudio_x64.dll beside this program or on the PATH (vcpkg install portaudio)"
        : OperatingSystem.IsMacOS() ? "brew install portaudio"
        : "sudo apt-get install libportaudio2";

    private SoundDevice Find(string? wanted, string kind, Func<SoundDevice, bool> fits, Func<SoundDevice, bool> isDefault)
    {
        var fitting = All.Where(fits).ToList();
        if (fitting.Count == 0)
            throw new RealtimeClientException($"This machine has no {kind}: plug one in, or do without: --input QUESTION.wav --output ANSWER.wav.");
        var found = wanted is null ? fitting.Find(device => isDefault(device)) ?? fitting[0]
            : int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? fitting.Find(device => device.Index == index)
            : fitting.Find(device => device.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase));
        return found ?? throw new RealtimeClientException($"There is no {kind} \"{wanted}\": --list-devices shows what there is.");
    }

    private static unsafe List<SoundDevice> List()
    {
        var (input, output) = (PortAudioNative.Pa_GetDefaultInputDevice(), PortAudioNative.Pa_GetDefaultOutputDevice());
        var devices = new List<SoundDevice>();
        for (var i = 0; i < PortAudioNative.Pa_GetDeviceCount(); i++)
        {
            var info = PortAudioNative.Pa_GetDeviceInfo(i);
            devices.Add(new SoundDevice(
                i, Marshal.PtrToStringUTF8(info->Name) ?? "", info->MaxInputChannels > 0, info->MaxOutputChannels > 0, (int)info->DefaultSampleRate, i == input, i == output)
            {
                Latency = (info->DefaultLowInputLatency, info->DefaultLowOutputLatency),
            });
        }

        return devices;
    }
}
