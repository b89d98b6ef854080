using Realtime.Compat.Audio;

namespace Realtime.Compat.Engine.Tests.Harness;

/// <summary>A test that needs the detector's weights.</summary>
internal sealed class SileroFactAttribute : FactAttribute
{
    public SileroFactAttribute()
    {
        if (!File.Exists(SileroVadModel.DefaultPath))
            Skip = "The weights are absent: run `npm ci --ignore-scripts` in native/ and build again.";
    }
}
