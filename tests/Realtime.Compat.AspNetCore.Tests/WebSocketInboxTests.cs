using Realtime.Compat.AspNetCore.Tests.Support;
using Realtime.Compat.AspNetCore.WebSockets;

namespace Realtime.Compat.AspNetCore.Tests;

public sealed class WebSocketInboxTests
{
    [Fact]
    public async Task Reading_a_message_makes_no_copy_of_it()
    {
        using var socket = new HeldWebSocket { Inbound = new byte[6_400] };
        using var inbox = new WebSocketInbox(socket, 1 << 20);
        await inbox.ReadAsync(CancellationToken.None);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = 0L;
        for (var i = 0; i < 1_000; i++)
            read += (await inbox.ReadAsync(CancellationToken.None)).Text.Length;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(6_400_000, read);

        // A debug build makes an object of every async call; an optimised one makes none. The message's bytes are not copied in either.
        Assert.InRange(allocated, 0, 1_000 * 512);
    }
}
