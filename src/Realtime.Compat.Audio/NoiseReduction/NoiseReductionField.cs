namespace Realtime.Compat.Audio;

/// <summary>How a transcription request says that noise is to be taken out: the field <c>noise_reduction</c>, <c>near_field</c> or <c>far_field</c>.</summary>
public static class NoiseReductionField
{
    /// <summary>The field's name.</summary>
    public const string Name = "noise_reduction";

    private const string Near = "near_field";
    private const string Far = "far_field";

    /// <summary>The field's value.</summary>
    public static string ValueOf(NoiseReductionStrength strength) => strength is NoiseReductionStrength.Mild ? Near : Far;

    /// <summary>What a value asks for.</summary>
    /// <returns>Null for anything but the two values.</returns>
    public static NoiseReductionStrength? Parse(string? value) => value switch
    {
        Near => NoiseReductionStrength.Mild,
        Far => NoiseReductionStrength.Strong,
        _ => null,
    };
}
