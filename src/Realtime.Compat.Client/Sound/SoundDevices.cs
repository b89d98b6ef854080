using System.Globalization;
using System.Runtime.InteropServices;

namespace Realtime.Compat.Client.Sound;

/// <summary>This machine's sound devices, by PortAudio. Standard error is silent while it is open.</summary>
public sealed class SoundDevices : IDisposable
{
    private readonly SilencedErrors _silence;
    private readonly string _instead;

    private SoundDevices(SilencedErrors silence, string instead)
    {
        (_silence, _instead) = (silence, instead);
        All = List();
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<SoundDevice> All { get; }

    /// <summary>Looks for them.</summary>
    /// <param name="instead">The options by which the program does without sound, for whoever has none.</param>
    /// <exception cref="RealtimeClientException">PortAudio is missing, or does not start.</exception>
    public static SoundDevices Open(string instead)
    {
        if (!PortAudioNative.IsThere)
            throw new RealtimeClientException($"PortAudio is missing, which plays and records sound: {PortAudioPackage.Install}; or do without: {instead}.");
        var silence = new SilencedErrors();
        try
        {
            PortAudioError.Check(PortAudioNative.Pa_Initialize(), "Sound cannot be used");
            return new SoundDevices(silence, instead);
        }
        catch
        {
            silence.Dispose();
            throw;
        }
    }

    /// <summary>The device to record from.</summary>
    /// <param name="wanted">Its number, its name, or a part of it. Null for the system's own, which also stands in for a device that only works the other way.</param>
    /// <exception cref="RealtimeClientException">There is none.</exception>
    public SoundDevice Microphone(string? wanted) => Choose(All, wanted, records: true, _instead);

    /// <summary>The device to play on.</summary>
    /// <param name="wanted">Its number, its name, or a part of it. Null for the system's own, which also stands in for a device that only works the other way.</param>
    /// <exception cref="RealtimeClientException">There is none.</exception>
    public SoundDevice Loudspeaker(string? wanted) => Choose(All, wanted, records: false, _instead);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = PortAudioNative.Pa_Terminate();
        _silence.Dispose();
    }

    /// <summary>The device for one direction.</summary>
    /// <param name="devices">All there are.</param>
    /// <param name="wanted">Number, name, or part of a name; null for the system's own.</param>
    /// <param name="records">Whether to record on it; else to play.</param>
    /// <param name="instead">How to do without.</param>
    /// <exception cref="RealtimeClientException">There is none.</exception>
    internal static SoundDevice Choose(IReadOnlyList<SoundDevice> devices, string? wanted, bool records, string instead)
    {
        var kind = records ? "microphone" : "loudspeaker";
        var fitting = devices.Where(device => records ? device.IsInput : device.IsOutput).ToList();
        if (fitting.Count == 0)
            throw new RealtimeClientException($"This machine has no {kind}: plug one in, or do without: {instead}.");
        var usual = fitting.Find(device => records ? device.IsDefaultInput : device.IsDefaultOutput) ?? fitting[0];
        if (wanted is null)
            return usual;
        if (Named(fitting, wanted) is { } found)
            return found;
        // A microphone of its own plays nothing: the answer goes where it always does.
        return Named(devices, wanted) is not null
            ? usual
            : throw new RealtimeClientException($"There is no sound device \"{wanted}\" among {string.Join(", ", devices.Select(device => $"{device.Index} \"{device.Name}\""))}.");
    }

    /// <summary>A whole name comes before a part of one: "default" is not "sysdefault".</summary>
    private static SoundDevice? Named(IReadOnlyList<SoundDevice> devices, string wanted) =>
        int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? devices.FirstOrDefault(device => device.Index == index)
            : devices.FirstOrDefault(device => device.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? devices.FirstOrDefault(device => device.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase));

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
