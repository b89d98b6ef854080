namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>A test of the published denoiser: skipped, with the reason, where sherpa-onnx, the recordings or the weights are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GtcrnTheoryAttribute : TheoryAttribute
{
    public GtcrnTheoryAttribute() =>
        Skip = Installed.Missing(Engines.Sherpa | Engines.Recordings) ?? (Recordings.Gtcrn is null ? "Needs ../shared/models/denoise/gtcrn_simple.onnx." : null);
}
