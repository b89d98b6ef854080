namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>As <see cref="RecordingFactAttribute"/>, for several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecordingTheoryAttribute : TheoryAttribute
{
    public RecordingTheoryAttribute() => Skip = RecordingFactAttribute.Missing;
}
