namespace Realtime.Compat.PushToTalk;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => PushToTalkCommand.Create().Parse(arguments).InvokeAsync();
}
