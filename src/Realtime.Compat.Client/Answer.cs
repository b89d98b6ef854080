namespace Realtime.Compat.Client;

/// <summary>What came back in one turn, and when.</summary>
public sealed record Answer
{
    /// <summary>What the server understood of the user's speech; null when nothing was spoken.</summary>
    public string? Heard { get; init; }

    /// <summary>What the assistant said or wrote.</summary>
    public required string Text { get; init; }

    /// <summary>Its voice: 24 kHz mono PCM16; empty for an answer in writing.</summary>
    public required ReadOnlyMemory<byte> Audio { get; init; }

    /// <summary>Functions it wants called, as <c>name(arguments)</c>.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary><c>completed</c>, <c>cancelled</c>, <c>incomplete</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is not completed; null when it is, or nobody says.</summary>
    public string? Reason { get; init; }

    /// <summary>Time from the question's end to the first words.</summary>
    public TimeSpan? FirstWords { get; init; }

    /// <summary>Time from the question's end to the first sound.</summary>
    public TimeSpan? FirstSound { get; init; }

    /// <summary>Time from the question's end to the answer's end.</summary>
    public required TimeSpan Done { get; init; }

    /// <summary>Length of the voice.</summary>
    public TimeSpan AudioLength => TimeSpan.FromSeconds(Audio.Length / 2 / 24_000.0);
}
