using Realtime.Compat.Audio;

namespace Realtime.Compat.EndToEnd;

/// <summary>Sound cards made of ALSA's file plug-in: each microphone hears a file, each loudspeaker writes one.</summary>
/// <param name="directory">Where the files lie.</param>
internal sealed class FileSoundCards(DirectoryInfo directory)
{
    private const int WavHeaderBytes = 44;
    private readonly Dictionary<string, int> _ratesHz = [];

    /// <summary>What a program must have in its environment to see these cards, and no others beside the machine's own.</summary>
    public Dictionary<string, string?> Environment => new() { ["ALSA_CONFIG_PATH"] = $"/usr/share/alsa/alsa.conf:{PathOf("asoundrc")}" };

    /// <summary>Plugs one in. The one named "default" is the system's own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rateHz">The only rate at which it can be opened.</param>
    /// <param name="heard">What its microphone hears, samples of that rate, and then nothing more.</param>
    public FileSoundCards With(string name, int rateHz, ReadOnlyMemory<float> heard = default)
    {
        _ratesHz[name] = rateHz;
        var pcm = new byte[heard.Length * 2];
        Pcm16.FromFloat(heard.Span, pcm);
        File.WriteAllBytes(PathOf($"{name}.raw"), pcm);
        // The plug mixes and converts formats; a rate converter that does not exist keeps it from every other rate.
        File.AppendAllText(PathOf("asoundrc"), $$"""
            pcm.!{{name}} {
              type asym
              playback.pcm {
                type plug rate_converter "none"
                slave { pcm { type file slave.pcm "null" file "{{PathOf($"{name}.wav")}}" format "wav" } format S16_LE rate {{rateHz}} channels 1 }
              }
              capture.pcm {
                type plug rate_converter "none"
                slave { pcm { type file slave.pcm "null" file "/dev/null" infile "{{PathOf($"{name}.raw")}}" format "raw" } format S16_LE rate {{rateHz}} channels 1 }
              }
            }

            """);
        return this;
    }

    /// <summary>What a card played since it was last asked.</summary>
    /// <returns>How long, and how loud: the root of the mean square of its PCM16 samples.</returns>
    public (double Seconds, double Rms) Played(string name)
    {
        var path = PathOf($"{name}.wav");
        var pcm = File.Exists(path) ? File.ReadAllBytes(path).AsSpan() : [];
        File.Delete(path);
        pcm = pcm.Length > WavHeaderBytes ? pcm[WavHeaderBytes..] : [];
        double energy = 0;
        for (var i = 0; i + 1 < pcm.Length; i += 2)
            energy += Math.Pow(BitConverter.ToInt16(pcm[i..]), 2);
        return (pcm.Length / 2.0 / _ratesHz[name], Math.Sqrt(energy / Math.Max(1, pcm.Length / 2)));
    }

    private string PathOf(string name) => Path.Combine(directory.FullName, name);
}
