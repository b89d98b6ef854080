using Realtime.Compat.Server.Doctor;

namespace Realtime.Compat.Server.Tests.Doctor;

/// <summary>What the doctor's line has to say of a thing that is broken.</summary>
internal static class Broken
{
    /// <summary>The line is wrong, is the check's, names the fault, and says what mends it.</summary>
    public static async Task IsNamedAsync(ICheck check, string detail, string remedy)
    {
        var finding = await Examination.LookAsync(check, CancellationToken.None);
        Assert.False(finding.IsFine, finding.Detail);
        Assert.Equal(check.Name, finding.Check);
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    /// <summary>The line is fine, and says what was found.</summary>
    public static async Task IsNotAsync(ICheck check, string detail)
    {
        var finding = await Examination.LookAsync(check, CancellationToken.None);
        Assert.True(finding.IsFine, finding.Detail);
        Assert.Contains(detail, finding.Detail, StringComparison.Ordinal);
        Assert.Null(finding.Remedy);
    }
}
