namespace Realtime.Compat.Server.Models.Pulling;

/// <summary>Shows what is pulled by lines: into a file, a log, a pipe.</summary>
/// <param name="output">Where to.</param>
internal sealed class PlainDisplay(TextWriter output) : IPullDisplay
{
    /// <inheritdoc/>
    public void Say(string sentence) => output.WriteLine(sentence);

    /// <inheritdoc/>
    public IPullLine Begin(string title) => new Line(this, title);

    private sealed class Line(PlainDisplay display, string title) : IPullLine
    {
        private const int StepPercent = 10;
        private const long StepBytes = 100_000_000;

        private PullPhase? _phase;
        private long _next;

        public void At(PullPhase phase, long done, long? total)
        {
            if (phase != _phase)
                (_phase, _next) = (phase, 0);
            var mark = total is > 0 ? done * 100 / total.Value : done;
            if (mark < _next)
                return;
            var step = total is > 0 ? StepPercent : StepBytes;
            _next = ((mark / step) + 1) * step;
            if (phase == PullPhase.Downloading)
                display.Say(total is > 0 ? $"{title}: {mark} % of {Bytes.Text(total.Value)}" : $"{title}: {Bytes.Text(done)}");
            else if (_next == step)
                display.Say($"{title}: {phase.ToString().ToLowerInvariant()}");
        }

        public void Say(string sentence) => display.Say($"{title}: {sentence}");

        public void Done() => display.Say($"{title}: done");
    }
}
