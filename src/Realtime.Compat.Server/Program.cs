using Realtime.Compat.Server.CommandLine;

namespace Realtime.Compat.Server;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => RealtimeCommand.RunAsync(arguments);
}
