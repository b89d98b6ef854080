using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;

namespace Realtime.Compat.Speech.PocketSphinx;

/// <summary>English speech to text by CMU pocketsphinx: no download, 0.22 of real time on one core.</summary>
internal sealed class PocketSphinxRecognizer : ISpeechRecognizer
{
    private readonly ConcurrentBag<PocketSphinxDecoder> _idle = [];
    private readonly PocketSphinxLibrary? _library;
    private readonly PocketSphinxModel _model;

    /// <summary>Loads the library and a first decoder, so that a damaged model is known before the first request.</summary>
    public PocketSphinxRecognizer(IOptions<SpeechOptions> options)
    {
        var settings = options.Value.PocketSphinx;
        _model = new PocketSphinxModel(settings.ModelDirectory);
        try
        {
            var foundation = NativeModule.TryLoad(settings.BaseLibrary);
            var decoder = NativeModule.TryLoad(settings.Library);
            if (foundation is null || decoder is null)
            {
                Status = EngineStatus.Unavailable(
                    $"pocketsphinx is not installed ('{settings.Library}' cannot be loaded): apt-get install libpocketsphinx3 pocketsphinx-en-us.");
            }
            else if (!_model.Exists)
            {
                Status = EngineStatus.Unavailable(
                    $"The English model of pocketsphinx is not in '{_model.Directory}': apt-get install pocketsphinx-en-us, or set Speech:PocketSphinx:ModelDirectory.");
            }
            else
            {
                _library = new PocketSphinxLibrary(decoder, foundation);
                _idle.Add(new PocketSphinxDecoder(_library, _model));
                Status = EngineStatus.Ready;
            }
        }
        catch (Exception exception) when (exception is EngineException or EntryPointNotFoundException)
        {
            Status = EngineStatus.Unavailable($"{exception.Message} Version 0.8+5prealpha is needed: apt-get install --reinstall libpocketsphinx3 pocketsphinx-en-us.");
        }
    }

    /// <inheritdoc/>
    public string Model => "pocketsphinx-en-us";

    /// <inheritdoc/>
    public EngineStatus Status { get; }

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    /// <remarks>Bounds what one native call takes to some 5 s of one core.</remarks>
    public TimeSpan LongestUtterance => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public int ThreadsPerCall => 1;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Languages { get; } = ["en"];

    /// <inheritdoc/>
    /// <remarks>Decoders are made as callers need them, so there are never more than <see cref="EngineThreads"/> has threads.</remarks>
    public RecognizedUtterance Recognize(ReadOnlySpan<float> samples, RecognitionHints hints)
    {
        if (_library is null) throw new EngineException(Status.Detail!);

        if (!_idle.TryTake(out var decoder)) decoder = new PocketSphinxDecoder(_library, _model);
        try
        {
            var words = decoder.Decode(samples);
            _idle.Add(decoder);
            return RecognizedUtterance.Of(words, "en");
        }
        catch
        {
            // Nobody knows the state of a decoder that failed.
            decoder.Dispose();
            throw;
        }
    }
}
