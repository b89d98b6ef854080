namespace Realtime.Compat.Engine.Tests.Recordings;

/// <summary>As <see cref="RecordingTheoryAttribute"/>, for what also needs the recorded <see cref="Office"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OfficeTheoryAttribute : TheoryAttribute
{
    public OfficeTheoryAttribute() => Skip = RecordingFactAttribute.Missing ?? Office.Missing;
}
