using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Espeak;

/// <summary><c>espeak_EVENT</c> (speak_lib.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EspeakEvent
{
    /// <summary>Ends a list of events.</summary>
    public const int ListEnd = 0;

    /// <summary>A word begins.</summary>
    public const int Word = 1;

    /// <summary>A sentence or clause is over.</summary>
    public const int SentenceEnd = 5;

    /// <summary>What happens.</summary>
    public int Type;

    /// <summary>The message's number.</summary>
    public uint UniqueIdentifier;

    /// <summary>Where in the text, in characters (code points) from 1.</summary>
    public int TextPosition;

    /// <summary>Length of the word, in characters.</summary>
    public int Length;

    /// <summary>When, in ms of the sound made.</summary>
    public int AudioPositionMs;

    /// <summary>Internal to the library.</summary>
    public int Sample;

    /// <summary>What the caller gave; nothing here.</summary>
    public nint UserData;

    /// <summary>A union of a number, a name and eight letters.</summary>
    public long Id;
}
