namespace Realtime.Compat.Audio.Tests;

/// <summary>A test over data that needs the detector's weights.</summary>
internal sealed class SileroTheoryAttribute : TheoryAttribute
{
    public SileroTheoryAttribute()
    {
        if (!File.Exists(SileroVadModel.DefaultPath)) Skip = "The weights are absent: run `npm ci --ignore-scripts` in native/ and build again.";
    }
}
