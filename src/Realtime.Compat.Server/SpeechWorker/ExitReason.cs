namespace Realtime.Compat.Server.SpeechWorker;

/// <summary>Says in words why a process ended.</summary>
internal static class ExitReason
{
    /// <summary>.NET reports a process that a signal ended as 128 + the signal, as shells do.</summary>
    private const int SignalBase = 128;

    /// <summary>The words.</summary>
    /// <param name="exitCode">As <see cref="System.Diagnostics.Process.ExitCode"/>.</param>
    public static string Of(int exitCode) =>
        OperatingSystem.IsWindows() || exitCode <= SignalBase ? $"exit code {exitCode}" : (exitCode - SignalBase) switch
        {
            1 => "killed by SIGHUP",
            2 => "killed by SIGINT",
            4 => "killed by SIGILL: this processor lacks an instruction",
            6 => "killed by SIGABRT: a native library gave up",
            8 => "killed by SIGFPE",
            9 => "killed by SIGKILL: by somebody, or by the system for want of memory",
            11 => "killed by SIGSEGV: a native library crashed",
            15 => "killed by SIGTERM",
            // exit(255) and its like are no signals.
            > 64 => $"exit code {exitCode}",
            var signal => $"killed by signal {signal}",
        };
}
