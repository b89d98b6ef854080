namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A test that needs a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TmpfsFactAttribute : FactAttribute
{
    public TmpfsFactAttribute() => Skip = Tmpfs.WhyImpossible;
}
