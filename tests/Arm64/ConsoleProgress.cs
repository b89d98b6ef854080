using Xunit;
using Xunit.Abstractions;

namespace Realtime.Compat.Arm64;

/// <summary>A line a test, and the sums at the end.</summary>
internal sealed class ConsoleProgress : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly ManualResetEventSlim _finished = new();
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed passed:
                _passed++;
                Console.WriteLine($"passed  {passed.Test.DisplayName} ({passed.ExecutionTime:0.0} s)");
                break;
            case ITestSkipped skipped:
                _skipped++;
                Console.WriteLine($"skipped {skipped.Test.DisplayName}: {skipped.Reason}");
                break;
            case ITestFailed failed:
                _failed++;
                Console.WriteLine($"FAILED  {failed.Test.DisplayName}: {Text(failed)}");
                break;
            case IErrorMessage error:
                _failed++;
                Console.WriteLine($"FAILED  {Text(error)}");
                break;
            case ITestAssemblyFinished:
                _finished.Set();
                break;
        }

        return true;
    }

    /// <summary>Waits for the last test.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        _finished.Wait();
        Console.WriteLine($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public void Dispose() => _finished.Dispose();

    private static string Text(IFailureInformation failure) => string.Join('\n', failure.Messages.Concat(failure.StackTraces));
}
