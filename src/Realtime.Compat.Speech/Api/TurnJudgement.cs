namespace Realtime.Compat.Speech.Api;

/// <summary>Answer of <c>POST /v1/audio/turns</c>.</summary>
/// <param name="Completion">Probability that the speaker is done, 0…1.</param>
/// <param name="Model">The model that judged.</param>
internal sealed record TurnJudgement(double Completion, string Model);
