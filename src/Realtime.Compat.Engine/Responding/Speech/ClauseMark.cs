namespace Realtime.Compat.Engine.Responding.Speech;

/// <summary>What a character may mean to the one who cuts a text into clauses.</summary>
internal enum ClauseMark
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The end of a line.</summary>
    Line,

    /// <summary>A space or tab.</summary>
    Space,

    /// <summary>A sentence's end in a script that writes no space after it: Chinese and Japanese.</summary>
    WideStop,

    /// <summary>A comma of such a script.</summary>
    WideComma,

    /// <summary>A sentence's end in a script with spaces: Latin, Arabic, Devanagari and the others.</summary>
    Stop,

    /// <summary>A comma, semicolon, colon or dash of such a script.</summary>
    Comma,
}
