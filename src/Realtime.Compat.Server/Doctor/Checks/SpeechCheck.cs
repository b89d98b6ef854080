using System.Globalization;
using Microsoft.Extensions.AI;
using Realtime.Compat.Audio;
using Realtime.Compat.Backends;
using Realtime.Compat.Server.Configuration;
using Realtime.Compat.Server.Hosting;
using Realtime.Compat.Server.Status;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the voice says a sentence that the recogniser understands: both engines, and the way between them.</summary>
/// <param name="voice">The voice, as a part of the server.</param>
/// <param name="recogniser">The recogniser, as a part of the server.</param>
/// <param name="settings">All settings: what mends a part that is down depends on where it is.</param>
/// <param name="speaker">Speaks.</param>
/// <param name="listener">Listens.</param>
internal sealed class SpeechCheck(Part voice, Part recogniser, IConfiguration settings, ITextToSpeechClient speaker, ISpeechToTextClient listener) : ICheck
{
    private const string Sentence = "what is the weather in paris today";

    /// <summary>Small engines miss a word; none that works misses half.</summary>
    private const double LeastShare = 0.5;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public string Name => "speech";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        foreach (var part in (Part[])[voice, recogniser])
        {
            while (await part.RefreshAsync(cancellationToken) is var _ && part.Status.State == BackendState.Starting)
                await Task.Delay(BetweenLooks, cancellationToken);
            if (part.Status.State != BackendState.Ready)
                return Finding.Wrong($"{part.Title} ({part.Status.ServedBy} at {part.Status.Location}) is {part.Status.Summary}", RemedyFor(part));
        }

        var spoken = await speaker.GetAudioAsync(Sentence, new TextToSpeechOptions { Language = "en" }, cancellationToken);
        var sound = spoken.Contents.OfType<DataContent>().First();
        var samples = new float[sound.Data.Length / 2];
        Pcm16.ToFloat(sound.Data.Span[..(samples.Length * 2)], samples);
        using var wav = new MemoryStream(WavWriter.ToBytes(samples, RateOf(sound.MediaType)));
        var heard = (await listener.GetTextAsync(wav, new SpeechToTextOptions { SpeechLanguage = "en" }, cancellationToken)).Text;
        var (wanted, got) = (Words(Sentence), Words(heard).ToHashSet(StringComparer.OrdinalIgnoreCase));
        var share = (double)wanted.Count(got.Contains) / wanted.Length;
        var engines = $"{voice.Status.ServedBy} said \"{Sentence}\", {recogniser.Status.ServedBy} heard \"{heard.Trim()}\"";
        return share >= LeastShare ? Finding.Fine(engines) : Finding.Wrong(engines, "./run.sh models list, and choose a voice and a recogniser of one language");
    }

    /// <summary>A server that is set has to be started; the engines of this machine have to be installed.</summary>
    private string RemedyFor(Part part)
    {
        var own = $"{(part == voice ? RealtimeServer.TextToSpeechSection : RealtimeServer.SpeechToTextSection)}:{nameof(SpeechBackendOptions.Url)}";
        var worker = $"{SpeechWorkerOptions.Section}:{nameof(SpeechWorkerOptions.Url)}";
        return Array.Find((string[])[own, worker], setting => !string.IsNullOrEmpty(settings[setting])) is { } remote
            ? $"start the server at {part.Status.Location}, or leave {remote} out: this machine's own engines then serve"
            : "./run.sh models pull; or, without any download, on Debian or Ubuntu: sudo apt-get install libflite1 libpocketsphinx3 pocketsphinx-en-us";
    }

    private static string[] Words(string text) => string.Concat(text.Select(letter => char.IsLetter(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The rate in <c>audio/pcm;rate=24000</c>.</summary>
    private static int RateOf(string mediaType) =>
        int.TryParse(mediaType.Split("rate=").LastOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var rate) ? rate : 24_000;
}
