using System.Text;
using Realtime.Compat.Engine.Responding.Speech;
using Realtime.Compat.Engine.Responding.Speech.Reading;

namespace Realtime.Compat.Engine.Conversation;

/// <summary>
/// The words of a clause and how long each takes to say, in letters: digits take longer than letters, Chinese characters longer still,
/// marks are pauses, and what is not read aloud (Markdown, the path of an address, emoji) takes no time.
/// </summary>
internal static class WeightedWords
{
    private const double DigitWeight = 4;
    private const double IdeographWeight = 3;
    private const double SpaceWeight = 0.5;
    private const double CommaWeight = 2;
    private const double StopWeight = 4;

    /// <summary>One word: where it ends in the clause, when its sound ends and when the pause behind it does, in letters from the clause's start.</summary>
    /// <param name="End">Index behind its last character.</param>
    /// <param name="SoundEnd">Letters until it has been said.</param>
    /// <param name="PauseEnd">Letters until the next one begins.</param>
    public readonly record struct Word(int End, double SoundEnd, double PauseEnd);

    /// <summary>Splits a clause as it stands in the transcript. The pause behind its last word counts for nothing.</summary>
    public static List<Word> Of(string clause)
    {
        List<Word> words = [];
        var at = 0.0;
        for (var start = 0; start < clause.Length;)
        {
            if (char.IsWhiteSpace(clause[start]))
            {
                start++;
                continue;
            }

            var end = EndOfWord(clause, start);
            var spoken = Markup.Tidy(Markup.ToText(clause[start..end], SpokenLanguage.Other));
            var (sound, pause) = Weigh(spoken, end < clause.Length && char.IsWhiteSpace(clause[end]));
            words.Add(new Word(end, at + sound, at + sound + pause));
            at += sound + pause;
            start = end;
        }

        return words;
    }

    /// <summary>A word goes to the next space; a Chinese character is a word, with the marks that follow it.</summary>
    private static int EndOfWord(string clause, int start)
    {
        var end = start + 1;
        if (char.IsHighSurrogate(clause[start]) && end < clause.Length)
            end++;
        var isIdeograph = ClauseMarks.WeightOf(clause[start]) > 1;
        while (end < clause.Length && !char.IsWhiteSpace(clause[end]))
        {
            if (ClauseMarks.WeightOf(clause[end]) > 1 || (isIdeograph && !char.IsPunctuation(clause[end]) && !ClauseMarks.IsAttached(clause[end])))
                break;
            end++;
        }

        return end;
    }

    private static (double Sound, double Pause) Weigh(string spoken, bool spaceFollows)
    {
        if (spoken.Length == 0)
            return (0, 0);
        var sound = 0.0;
        foreach (var rune in spoken.EnumerateRunes())
        {
            sound += Rune.IsDigit(rune) ? DigitWeight
                : rune.IsBmp && ClauseMarks.WeightOf((char)rune.Value) > 1 ? IdeographWeight
                : Rune.IsLetter(rune) ? 1
                : 0;
        }

        var pause = ClauseMarks.KindOf(spoken[^1]) switch
        {
            ClauseMark.Stop or ClauseMark.WideStop => StopWeight,
            ClauseMark.Comma or ClauseMark.WideComma => CommaWeight,
            _ => 0,
        };
        return (sound, pause + (spaceFollows ? SpaceWeight : 0));
    }
}
