namespace Realtime.Compat.Speech.Options;

/// <summary>Where flite lies.</summary>
internal sealed class FliteOptions
{
    /// <summary>The shared library, by name or path.</summary>
    public string Library { get; set; } = "libflite.so.1";

    /// <summary>The library of one voice; <c>{0}</c> stands for its name (<c>slt</c>, <c>rms</c>, <c>awb</c>, <c>kal16</c>).</summary>
    public string VoiceLibrary { get; set; } = "libflite_cmu_us_{0}.so.1";
}
