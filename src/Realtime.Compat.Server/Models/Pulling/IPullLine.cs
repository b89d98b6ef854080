namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Shows how far one file is.</summary>
internal interface IPullLine
{
    /// <summary>Shows it.</summary>
    /// <param name="phase">What is done.</param>
    /// <param name="done">Bytes so far.</param>
    /// <param name="total">Bytes of all; null where unknown.</param>
    void At(PullPhase phase, long done, long? total);

    /// <summary>Says what happened.</summary>
    void Say(string sentence);

    /// <summary>It is there.</summary>
    void Done();
}
