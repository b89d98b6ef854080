using System.Globalization;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether the date can be right: certificates and client secrets go by it.</summary>
/// <param name="clock">The clock.</param>
internal sealed class ClockCheck(TimeProvider clock) : ICheck
{
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public string Name => "clock";

    /// <inheritdoc/>
    public Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var shown = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Task.FromResult(clock.GetUtcNow() >= Earliest
            ? Finding.Fine($"{shown} UTC")
            : Finding.Wrong($"it says {shown} UTC, which is long past: certificates do not hold yet", "sudo timedatectl set-ntp true"));
    }
}
