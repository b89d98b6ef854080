namespace Realtime.Compat.Client.Sound;

/// <summary>How PortAudio is installed, system by system.</summary>
internal static class PortAudioPackage
{
    private const string Debian = "sudo apt-get install libportaudio2";

    /// <summary>What to run or do on this machine.</summary>
    public static string Install =>
        OperatingSystem.IsWindows() ? "put portaudio_x64.dll beside this program or on the PATH (vcpkg install portaudio)"
        : OperatingSystem.IsMacOS() ? "brew install portaudio"
        : OnLinux(ReadOsRelease());

    /// <summary>What to run on a Linux.</summary>
    /// <param name="osRelease">Its /etc/os-release (os-release(5)); empty where there is none.</param>
    public static string OnLinux(string osRelease)
    {
        var names = osRelease.Split('\n')
            .Where(line => line.StartsWith("ID=", StringComparison.Ordinal) || line.StartsWith("ID_LIKE=", StringComparison.Ordinal))
            .SelectMany(line => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"', '\'').Split(' '));
        // The system itself comes before what it is like.
        foreach (var name in names)
        {
            switch (name)
            {
                case "debian" or "ubuntu":
                    return Debian;
                case "fedora" or "rhel" or "centos":
                    return "sudo dnf install portaudio";
                case "arch":
                    return "sudo pacman -S portaudio";
                case "alpine":
                    return "sudo apk add portaudio";
                case "suse" or "opensuse":
                    return "sudo zypper install libportaudio2";
            }
        }

        return $"{Debian}, or the package of this system that has libportaudio.so.2";
    }

    private static string ReadOsRelease()
    {
        try
        {
            return File.ReadAllText("/etc/os-release");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
