using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Options;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Sherpa.Models;
using Realtime.Compat.Speech.Sherpa.Native;
using Realtime.Compat.Speech.Sherpa.Trial;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Sherpa;

/// <summary>
/// The downloaded models of this worker: one that hears, one that speaks, one that judges turns, one that takes out noise. Each is checked file by file, tried in a process of its
/// own, and only then loaded here.
/// </summary>
internal sealed class SherpaHost : IDisposable
{
    private const string Notes = ".worker";

    private readonly SpeechOptions _options;
    private readonly TimeProvider _time;
    private readonly string? _notes;
    private readonly ConcurrentBag<WorkMark> _marks = [];

    /// <summary>Loads what is set. What cannot be used says so in its status; nothing is thrown.</summary>
    public SherpaHost(IOptions<SpeechOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _options = options.Value;
        _time = time;
        var directory = _options.ModelsPath;
        var models = new InstalledModels(directory);
        _notes = directory is null ? null : Path.Combine(directory, Notes);
        if (_notes is not null)
        {
            foreach (var id in WorkMark.TakeFallen(_notes)) new ModelNotes(_notes, id, _time).NoteCrash();
        }

        // First of all: the threads that are in native code then end with the process.
        lifetime.ApplicationStopping.Register(Dispose);
        // Side by side: trying and loading take seconds for large models.
        Parallel.Invoke(
            () => Recognizer = (ISpeechRecognizer?)Load("stt", _options.SpeechToText.Model, models, (model, mark) =>
                model.Engine.IsStreaming ? new SherpaStreamingRecognizer(model, _options.Sherpa, mark) : new SherpaRecognizer(model, _options.Sherpa, mark)),
            () => Synthesizer = (ISpeechSynthesizer?)Load("tts", _options.TextToSpeech.Model, models, (model, mark) => new SherpaSynthesizer(model, _options.Sherpa, mark)),
            () => TurnModel = (ITurnModel?)Load("turn", _options.Turns.Model, models, (model, mark) => new SmartTurnModel(model, _options.Sherpa, mark)),
            () => Denoiser = (ISpeechDenoiser?)Load("denoise", _options.NoiseReduction.Model, models, (model, mark) => new SherpaDenoiser(model, _options.Sherpa, mark)));
    }

    /// <summary>The model that hears; null when none is set and none is installed.</summary>
    public ISpeechRecognizer? Recognizer { get; private set; }

    /// <summary>The model that speaks; null when none is set and none is installed.</summary>
    public ISpeechSynthesizer? Synthesizer { get; private set; }

    /// <summary>The model that judges whether a speaker is done; null when none is set and none is installed.</summary>
    public ITurnModel? TurnModel { get; private set; }

    /// <summary>The model that takes noise out of speech; null when none is set and none is installed.</summary>
    public ISpeechDenoiser? Denoiser { get; private set; }

    /// <summary>Says that the worker ends by its own will.</summary>
    public void Dispose()
    {
        foreach (var mark in _marks) mark.Dispose();
    }

    private object? Load(string kind, string? wanted, InstalledModels models, Func<InstalledModel, WorkMark?, object> load)
    {
        var id = wanted ?? kind;
        IReadOnlyCollection<string> languages = [];
        try
        {
            if (models.Find(kind, wanted) is not { } folder) return null;

            id = Path.GetFileName(folder);
            var model = InstalledModel.Read(folder);
            languages = model.Manifest.Languages;
            Check(model);
            var mark = new WorkMark(_notes!, model.Id);
            _marks.Add(mark);
            return load(model, mark);
        }
        catch (EngineException exception)
        {
            return new UnusableModel(id, exception.Message, languages);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            return new UnusableModel(id, $"The model '{id}' cannot be used: {exception.Message}", languages);
        }
    }

    private void Check(InstalledModel model)
    {
        SherpaLibrary.Load(_options.Sherpa.Directory);
        var fingerprint = ModelCheck.Fingerprint(model);
        ModelCheck.Structure(model);
        var notes = new ModelNotes(_notes!, model.Id, _time);
        notes.StartOver(fingerprint);
        if (notes.CrashesTooOften(out var until))
            throw new EngineException($"The model '{model.Id}' took the speech worker down again and again and is left out until {until:HH:mm} UTC; choose another by realtime models use.");
        if (!notes.DigestsMatch)
        {
            ModelCheck.Digests(model);
            notes.NoteDigests();
        }

        // What a trial of the structs proves of sherpa-onnx, only the whole trial proves of ONNX Runtime; it takes no longer.
        var tried = model.Engine.Library == SherpaEngine.SherpaOnnx && notes.WasTried(SherpaLibrary.Version);
        if (ModelTrial.Run(tried ? ModelTrial.LayoutOnly : model.Folder, _options.Sherpa.AsArguments(), model.Engine.Library) is { } fault)
            throw new EngineException($"The model '{model.Id}' cannot be used because {fault.Reason}; {fault.Advice(model.Id)}.");
        if (!tried) notes.NoteTrial(SherpaLibrary.Version);
    }
}
