using Realtime.Compat.Client.Sound;

namespace Realtime.Compat.Client.Tests;

public sealed class SoundDevicesTests
{
    private const string Instead = "--save ANSWER.wav";

    private static readonly SoundDevice[] Devices =
    [
        Device(0, "sysdefault", input: true, output: true),
        Device(1, "USB Microphone", input: true),
        Device(2, "HDMI", output: true),
        Device(3, "default", input: true, output: true, isDefault: true),
    ];

    [Theory]
    [InlineData(null, true, "default")]
    [InlineData(null, false, "default")]
    [InlineData("default", false, "default")]
    [InlineData("DEFAULT", true, "default")]
    [InlineData("sys", false, "sysdefault")]
    [InlineData("usb", true, "USB Microphone")]
    [InlineData("2", false, "HDMI")]
    public void A_device_goes_by_its_number_its_name_or_a_part_of_it(string? wanted, bool records, string name) =>
        Assert.Equal(name, SoundDevices.Choose(Devices, wanted, records, Instead).Name);

    [Fact]
    public void Who_names_a_microphone_hears_the_answer_on_the_systems_own_loudspeaker()
    {
        Assert.Equal("default", SoundDevices.Choose(Devices, "usb", records: false, Instead).Name);
        Assert.Equal("default", SoundDevices.Choose(Devices, "2", records: true, Instead).Name);
    }

    [Theory]
    [InlineData("kitchen")]
    [InlineData("9")]
    public void A_name_that_no_device_has_is_one_sentence_with_what_there_is(string wanted)
    {
        var failure = Assert.Throws<RealtimeClientException>(() => SoundDevices.Choose(Devices, wanted, records: true, Instead));
        Assert.Equal($"There is no sound device \"{wanted}\" among 0 \"sysdefault\", 1 \"USB Microphone\", 2 \"HDMI\", 3 \"default\".", failure.Message);
    }

    [Fact]
    public void A_machine_that_cannot_play_is_told_how_to_do_without()
    {
        var failure = Assert.Throws<RealtimeClientException>(() => SoundDevices.Choose([Devices[1]], wanted: null, records: false, Instead));
        Assert.Equal("This machine has no loudspeaker: plug one in, or do without: --save ANSWER.wav.", failure.Message);
    }

    [Theory]
    [InlineData("ID=debian", "sudo apt-get install libportaudio2")]
    [InlineData("NAME=\"Linux Mint\"\nID=linuxmint\nID_LIKE=\"ubuntu debian\"", "sudo apt-get install libportaudio2")]
    [InlineData("ID=fedora\nVERSION_ID=42", "sudo dnf install portaudio")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "sudo dnf install portaudio")]
    [InlineData("ID=manjaro\nID_LIKE=arch", "sudo pacman -S portaudio")]
    [InlineData("ID=alpine", "sudo apk add portaudio")]
    [InlineData("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"", "sudo zypper install libportaudio2")]
    [InlineData("", "sudo apt-get install libportaudio2, or the package of this system that has libportaudio.so.2")]
    public void Every_system_installs_portaudio_by_its_own_command(string osRelease, string command) =>
        Assert.Equal(command, PortAudioPackage.OnLinux(osRelease));

    private static SoundDevice Device(int index, string name, bool input = false, bool output = false, bool isDefault = false) =>
        new(index, name, input, output, 48_000, isDefault && input, isDefault && output);
}
