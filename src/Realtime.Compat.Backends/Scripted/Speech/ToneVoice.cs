using System.Text;

namespace Realtime.Compat.Backends.Scripted.Speech;

/// <summary>A voice of tones: a letter sounds 60 ms at a pitch of its own, a space is 60 ms of silence. It can be understood again, to the letter.</summary>
internal static class ToneVoice
{
    /// <summary>Length of a letter.</summary>
    public const int LetterMs = 60;

    /// <summary>Samples a second of what is said.</summary>
    public const int RateHz = 24_000;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789.,?!'-";
    private const double LowestHz = 300;
    private const double StepHz = 50;
    private const float Amplitude = 0.3f;
    private const float Audible = 0.05f;

    /// <summary>Says a word, and the space behind it. A character without a pitch of its own sounds like a hyphen.</summary>
    public static float[] Say(string word)
    {
        var letter = RateHz * LetterMs / 1000;
        var samples = new float[(word.Length + 1) * letter];
        for (var i = 0; i < word.Length; i++)
        {
            var step = 2 * Math.PI * PitchOf(word[i]) / RateHz;
            for (var t = 0; t < letter; t++)
                samples[(i * letter) + t] = Amplitude * (float)Math.Sin(step * t);
        }

        return samples;
    }

    /// <summary>What such a voice said in a recording; null when it is none. Case is lost, silence around it is left out.</summary>
    public static string? Understand(ReadOnlySpan<float> samples, int rateHz)
    {
        var start = samples.IndexOfAnyExceptInRange(-Audible, Audible);
        if (start < 0)
            return null;
        var letter = rateHz * LetterMs / 1000;
        var text = new StringBuilder();
        for (; start + (letter / 2) < samples.Length; start += letter)
        {
            var window = samples.Slice(start, Math.Min(letter, samples.Length - start));
            if (window.IndexOfAnyExceptInRange(-Audible, Audible) < 0)
                text.Append(' ');
            else if (LetterIn(window, rateHz) is { } heard)
                text.Append(heard);
            else
                return null;
        }

        return string.Join(' ', text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The pitch of a recording's loudest tone, to 10 Hz between 100 and 2,600 Hz; 0 when it is silent.</summary>
    public static double LoudestToneHz(ReadOnlySpan<float> samples, int rateHz)
    {
        var start = samples.IndexOfAnyExceptInRange(-Audible, Audible);
        if (start < 0)
            return 0;
        var window = samples.Slice(start, Math.Min(rateHz / 2, samples.Length - start));
        var (loudest, pitch) = (0.0, 0.0);
        for (var hz = 100.0; hz <= 2600; hz += 10)
        {
            if (Power(window, hz, rateHz) is var power && power > loudest)
                (loudest, pitch) = (power, hz);
        }

        return pitch;
    }

    private static char? LetterIn(ReadOnlySpan<float> window, int rateHz)
    {
        var (loudest, heard, total) = (0.0, 0, 0.0);
        for (var i = 0; i < Letters.Length; i++)
        {
            var power = Power(window, LowestHz + (i * StepHz), rateHz);
            total += power;
            if (power > loudest)
                (loudest, heard) = (power, i);
        }

        // A pure tone has nearly all its power at its own pitch; speech and music do not.
        return loudest > total * 0.5 ? Letters[heard] : null;
    }

    private static double PitchOf(char c)
    {
        var index = Letters.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
        return LowestHz + ((index < 0 ? Letters.Length - 1 : index) * StepHz);
    }

    /// <summary>Power of one pitch in a stretch of audio, by Goertzel's recurrence.</summary>
    private static double Power(ReadOnlySpan<float> samples, double hz, int rateHz)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * hz / rateHz);
        var (before, last) = (0.0, 0.0);
        foreach (var sample in samples)
            (before, last) = (last, sample + (coefficient * last) - before);
        return (before * before) + (last * last) - (coefficient * before * last);
    }
}
