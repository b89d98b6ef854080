using Realtime.Compat.Speech.Api;

namespace Realtime.Compat.Speech.Tests;

public sealed class RequestGateTests
{
    [Fact]
    public void A_full_gate_turns_the_next_away_until_one_leaves()
    {
        var gate = new RequestGate(2);
        var first = gate.Enter();
        using var second = gate.Enter();

        Assert.Equal(429, Assert.Throws<ApiException>(() => gate.Enter()).Status);
        Assert.Equal(2, gate.Admitted);

        first.Dispose();
        first.Dispose();
        Assert.Equal(1, gate.Admitted);
        using var third = gate.Enter();
        Assert.Throws<ApiException>(() => gate.Enter());
    }
}
