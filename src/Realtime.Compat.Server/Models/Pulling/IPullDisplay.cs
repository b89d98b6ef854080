namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Shows what is pulled.</summary>
internal interface IPullDisplay
{
    /// <summary>Says what happened.</summary>
    void Say(string sentence);

    /// <summary>Begins with a file.</summary>
    /// <param name="title">What it is.</param>
    IPullLine Begin(string title);
}
