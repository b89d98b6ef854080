using Microsoft.Extensions.AI;
using Realtime.Compat.Engine.Hearing.Live;

namespace Realtime.Compat.Engine.Tests.Simulation;

/// <summary>An engine that follows speech, played by the simulation.</summary>
internal sealed class SimulatedLive : ILiveSpeechToText
{
    public List<Utterance> Utterances { get; } = [];

    public bool IsOffered => true;

    public ILiveUtterance Begin(SpeechToTextOptions options)
    {
        Utterances.Add(new Utterance());
        return Utterances[^1];
    }

    internal sealed class Utterance : ILiveUtterance
    {
        /// <summary>Its certain words, as a call that the simulation plays.</summary>
        public StageCall<string> Words { get; } = new("words");

        /// <summary>Each question for all words, as a call that the simulation answers once.</summary>
        public List<StageCall<string>> Questions { get; } = [];

        public bool IsDisposed { get; private set; }

        public bool TryAdd(ReadOnlySpan<byte> pcm) => !Words.IsEnded;

        public IAsyncEnumerable<string> WordsAsync(CancellationToken cancellationToken) => Words.ReadAsync(cancellationToken);

        public async Task<SpeechToTextResponse> TranscribeAsync(CancellationToken cancellationToken)
        {
            var question = new StageCall<string>("all words");
            Questions.Add(question);
            await foreach (var answer in question.ReadAsync(cancellationToken))
                return new SpeechToTextResponse(answer);
            throw new HttpRequestException("The engine that followed was lost.");
        }

        public void Dispose()
        {
            IsDisposed = true;
            Words.End();
        }
    }
}
