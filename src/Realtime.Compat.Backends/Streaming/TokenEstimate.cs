namespace Realtime.Compat.Backends.Streaming;

/// <summary>How many tokens a text is, about.</summary>
internal static class TokenEstimate
{
    /// <summary>Four letters a token for alphabets, one sign a token for Han, kana and hangul.</summary>
    public static double Of(string text)
    {
        var signs = text.Count(IsSign);
        return signs + (text.Length - signs) / 4.0;
    }

    /// <summary>A sign that is a word by itself: CJK ideographs, kana, hangul.</summary>
    public static bool IsSign(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF';
}
