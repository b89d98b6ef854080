namespace Realtime.Compat.Server.Models.Downloading;

/// <summary>How patient downloads are.</summary>
/// <param name="Stall">Longest time without a byte.</param>
/// <param name="FruitlessAttempts">Attempts in a row that bring no byte, until it is given up.</param>
/// <param name="FirstPause">Pause after the first of them; doubled with each.</param>
/// <param name="LongestPause">Longest of these pauses.</param>
/// <param name="LongestWish">Longest pause that a server may ask for; beyond it is given up.</param>
internal sealed record RetryTimes(TimeSpan Stall, int FruitlessAttempts, TimeSpan FirstPause, TimeSpan LongestPause, TimeSpan LongestWish)
{
    /// <summary>As the server uses them.</summary>
    /// <param name="stall">Longest time without a byte.</param>
    public static RetryTimes With(TimeSpan stall) => new(stall, 6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10));

    /// <summary>The pause before the next attempt.</summary>
    /// <param name="fruitless">Attempts in a row that brought nothing; at least 1.</param>
    /// <param name="wish">What the server asked for.</param>
    public TimeSpan PauseAfter(int fruitless, TimeSpan? wish)
    {
        var pause = FirstPause * Math.Pow(2, Math.Max(fruitless, 1) - 1);
        pause = pause < LongestPause ? pause : LongestPause;
        return wish > pause ? wish.Value : pause;
    }
}
