namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>Why a model cannot be used, as its trial has shown.</summary>
/// <param name="Reason">To stand after "because".</param>
internal sealed record TrialFault(string Reason)
{
    /// <summary>The files may well be right: less has to be in memory.</summary>
    public static TrialFault NotEnoughMemory { get; } = new("there is not enough memory for it");

    /// <summary>What to do about it, to stand after the reason.</summary>
    /// <param name="model">The model's id.</param>
    public string Advice(string model) => this == NotEnoughMemory
        ? "end other programs, or choose a smaller one by realtime models use"
        : $"get it again by realtime models pull {model}, or choose another";
}
