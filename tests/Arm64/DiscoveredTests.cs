using Xunit;
using Xunit.Abstractions;

namespace Realtime.Compat.Arm64;

/// <summary>Collects the tests of an assembly.</summary>
internal sealed class DiscoveredTests : LongLivedMarshalByRefObject, IMessageSink, IDisposable
{
    private readonly List<ITestCase> _tests = [];
    private readonly ManualResetEventSlim _complete = new();

    /// <inheritdoc/>
    public bool OnMessage(IMessageSinkMessage message)
    {
        if (message is ITestCaseDiscoveryMessage discovered)
            _tests.Add(discovered.TestCase);
        else if (message is IDiscoveryCompleteMessage)
            _complete.Set();
        return true;
    }

    /// <summary>Waits for all, and picks.</summary>
    /// <param name="parts">Parts of names; none for all tests.</param>
    public IEnumerable<ITestCase> Named(string[] parts)
    {
        _complete.Wait();
        return _tests.Where(test => parts.Length == 0 || parts.Any(part => test.DisplayName.Contains(part, StringComparison.Ordinal)));
    }

    /// <inheritdoc/>
    public void Dispose() => _complete.Dispose();
}
