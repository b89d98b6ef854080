namespace Realtime.Compat.Speech;

internal static class Program
{
    private static void Main()
    {
    }
}
