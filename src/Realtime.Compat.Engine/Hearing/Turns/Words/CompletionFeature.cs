namespace Realtime.Compat.Engine.Hearing.Turns.Words;

/// <summary>What a transcript shows about whether its speaker is done. Each is there or not; at most one <c>Last…</c> is.</summary>
internal enum CompletionFeature
{
    /// <summary>Always there: how often a pause is the end when nothing else is known.</summary>
    Always,

    /// <summary>Ends with a full stop or an exclamation mark.</summary>
    EndsSentence,

    /// <summary>Ends with a question mark.</summary>
    EndsQuestion,

    /// <summary>Has punctuation, but none at its end.</summary>
    EndsOpen,

    /// <summary>Ends with a comma, a colon or a semicolon.</summary>
    EndsComma,

    /// <summary>Ends with an ellipsis or a dash.</summary>
    TrailsOff,

    /// <summary>The last word is a filler: um, 呃.</summary>
    LastFiller,

    /// <summary>The last word joins on what is still to come: and, because, 但是.</summary>
    LastConjunction,

    /// <summary>The last word announces a noun: the, my, 一个.</summary>
    LastDeterminer,

    /// <summary>The last word announces an object: of, with, 把.</summary>
    LastPreposition,

    /// <summary>The last word is the subject of a verb still to come: I, they.</summary>
    LastSubject,

    /// <summary>The last word announces a verb or a predicate: is, would, 我想.</summary>
    LastAuxiliary,

    /// <summary>The last word stresses a word still to come: very, just, 非常.</summary>
    LastIntensifier,

    /// <summary>The last word agrees, declines or thanks: yeah, no, 好的.</summary>
    LastAcknowledgement,

    /// <summary>The last word closes a sentence: please, anyway, 了, 吧.</summary>
    LastClosing,

    /// <summary>The last word stands for something said before: it, there.</summary>
    LastPronoun,

    /// <summary>The last words weigh what was said: I think, you know.</summary>
    LastHedge,

    /// <summary>The last word is broken off or said twice.</summary>
    LastBroken,

    /// <summary>Ends in three or more digits or number words: a number is being read out.</summary>
    ReadsNumber,

    /// <summary>The last sentence is worded as a question.</summary>
    AsksQuestion,

    /// <summary>The last sentence begins with if, when, 如果 and has no main clause yet.</summary>
    StartsSubordinate,

    /// <summary>The last sentence has at most two words.</summary>
    ShortSentence,

    /// <summary>The last sentence has nine words or more.</summary>
    LongSentence,

    /// <summary>A filler lies among the three words before the last.</summary>
    RecentFiller,
}
