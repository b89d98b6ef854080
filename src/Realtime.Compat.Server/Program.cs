namespace Realtime.Compat.Server;

internal static class Program
{
    private static void Main()
    {
    }
}
