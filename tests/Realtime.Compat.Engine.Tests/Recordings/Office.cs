using System.Diagnostics;
using System.Runtime.InteropServices;
using Realtime.Compat.Testing;

namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>The recorded office of the shared data: people move, type and are heard from afar.</summary>
internal static class Office
{
    private static readonly string[] Recording = ["audio", "noise", "office-ambience-24000-mono.mp3"];
    private static readonly Lazy<float[]> Decoded = new(Decode);

    /// <summary>Why it cannot be heard; null when it can.</summary>
    public static string? Missing { get; } = SharedData.WhyMissing(Recording)
        ?? (Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mpg123"))) is true
            ? null
            : "There is no decoder of MP3: install mpg123.");

    /// <summary>A stretch of it at <see cref="Room.RateHz"/>.</summary>
    /// <param name="fromMs">Where it begins.</param>
    /// <param name="lengthMs">How long it is.</param>
    public static float[] Samples(int fromMs, int lengthMs) => Decoded.Value.AsSpan(fromMs * Room.RateHz / 1000, lengthMs * Room.RateHz / 1000).ToArray();

    private static float[] Decode()
    {
        using var mpg123 = Process.Start(new ProcessStartInfo("mpg123", ["-q", "-s", "-r", $"{Room.RateHz}", "-m", "-e", "s16", SharedData.PathOf(Recording)]) { RedirectStandardOutput = true })!;
        using var pcm = new MemoryStream();
        mpg123.StandardOutput.BaseStream.CopyTo(pcm);
        mpg123.WaitForExit();
        Assert.Equal(0, mpg123.ExitCode);
        return [.. MemoryMarshal.Cast<byte, short>(pcm.ToArray()).ToArray().Select(sample => sample / 32768f)];
    }
}
