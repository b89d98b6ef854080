namespace Realtime.Compat.Server.Tests;

/// <summary>Waits for what other threads bring about.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come true in time.");
            await Task.Yield();
        }
    }
}
