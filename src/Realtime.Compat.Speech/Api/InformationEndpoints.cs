using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Realtime.Compat.Speech.Denoising;
using Realtime.Compat.Speech.Recognition;
using Realtime.Compat.Speech.Synthesis;
using Realtime.Compat.Speech.Turns;

namespace Realtime.Compat.Speech.Api;

/// <summary><c>GET /v1/models</c>, <c>GET /v1/audio/voices</c>, <c>GET /health</c>.</summary>
internal static class InformationEndpoints
{
    private static readonly string Version = typeof(InformationEndpoints).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static readonly long Started = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The models that can be used.</summary>
    public static JsonHttpResult<ModelList> Models(Transcriber transcriber, Narrator narrator, TurnJudge judge, NoiseReducer reducer)
    {
        IEnumerable<(string Model, EngineStatus Status)> engines =
        [
            .. transcriber.Engines.Select(engine => (engine.Model, engine.Status)),
            .. narrator.Engines.Select(engine => (engine.Model, engine.Status)),
            .. judge.Model is { } turns ? [(turns.Model, turns.Status)] : Array.Empty<(string, EngineStatus)>(),
            .. reducer.Denoiser is { } denoiser ? [(denoiser.Model, denoiser.Status)] : Array.Empty<(string, EngineStatus)>(),
        ];
        return TypedResults.Json(
            new ModelList([.. engines.Where(engine => engine.Status.IsReady).Select(engine => new ModelList.Model(engine.Model, Started))]),
            ApiJson.Wire.ModelList);
    }

    /// <summary>The voices that can be named.</summary>
    public static JsonHttpResult<VoiceList> Voices(Narrator narrator) =>
        TypedResults.Json(new VoiceList([.. narrator.VoiceNames.Select(name => new VoiceList.Item(name, name))]), ApiJson.Wire.VoiceList);

    /// <summary>How the worker is. Always 200: a worker without engines is alive, and restarting it would not help.</summary>
    public static JsonHttpResult<Health> HealthOf(Transcriber transcriber, Narrator narrator, TurnJudge judge, NoiseReducer reducer)
    {
        // What stands behind an engine that is ready is not needed, since that one hears everything.
        var ears = transcriber.Engines.TakeWhile(engine => engine != transcriber.Preferred).Append(transcriber.Preferred);
        var hearing = Stage([.. ears.Select(engine => State(engine.Model, engine.Status))], transcriber.Gate);
        var speaking = Stage([.. narrator.Engines.Select(engine => State(engine.Model, engine.Status))], narrator.Gate);
        var turns = judge.Model is { } model ? Stage([State(model.Model, model.Status)], judge.Gate) : null;
        var reducing = reducer.Denoiser is { } denoiser ? Stage([State(denoiser.Model, denoiser.Status)], transcriber.Gate) : null;
        var status = hearing.State == "ready" && speaking.State == "ready" && turns?.State is null or "ready" && reducing?.State is null or "ready" ? "healthy" : "degraded";
        return TypedResults.Json(new Health(status, Version, hearing, speaking, turns, reducing, LiveTranscriptionEndpoint.Path, transcriber.Preferred.IsLive), ApiJson.Wire.Health);
    }

    private static Health.EngineState State(string model, EngineStatus status) =>
        new(model, status.IsReady ? "ready" : "unavailable", status.Detail);

    private static Health.Stage Stage(IReadOnlyList<Health.EngineState> engines, RequestGate gate)
    {
        var ready = engines.Where(engine => engine.State == "ready").ToArray();
        var missing = engines.Where(engine => engine.Detail is not null).Select(engine => engine.Detail).ToArray();
        return new Health.Stage(
            (ready.FirstOrDefault() ?? engines[0]).Engine,
            ready.Length == engines.Count ? "ready" : ready.Length == 0 ? "unavailable" : "degraded",
            missing.Length == 0 ? null : string.Join(' ', missing),
            gate.Admitted,
            engines);
    }
}
