namespace Realtime.Compat.Speech.Tests.Support.Onnx;

internal static partial class SyntheticModels
{
    /// <summary>
    /// A denoiser of GTCRN's inputs and outputs that halves what it is given, and takes a thousandth less at each step, which it counts in its caches:
    /// what one utterance left in them would be heard in the next.
    /// </summary>
    private static void Gtcrn(string folder, string id, int rateHz)
    {
        object[] spectrum = [1, 257, 1, 2];
        (string Name, object[] Shape)[] caches = [("conv_cache", [2, 1, 16, 16, 33]), ("tra_cache", [2, 3, 1, 1, 16]), ("inter_cache", [2, 1, 33, 16])];
        var model = new OnnxModel().Input("mix", OnnxType.Float, spectrum).Output("enh", OnnxType.Float, spectrum);
        foreach (var (name, shape) in caches)
        {
            model.Input(name, OnnxType.Float, shape).Output(name + "_out", OnnxType.Float, shape);
            model.Node("Add", name + "_out", [name, model.Constant([1f], 1)]);
        }

        var steps = model.Node("ReduceMean", "steps", ["inter_cache"], ("axes", new long[] { 0, 1, 2, 3 }), ("keepdims", 0L));
        var more = model.Node("Mul", "more", [steps, model.Constant([0.001f])]);
        var gain = model.Node("Add", "gain", [more, model.Constant([0.5f])]);
        model.Node("Mul", "enh", ["mix", gain]);
        foreach (var (key, value) in new (string, object)[]
        {
            ("model_type", "gtcrn"), ("version", 1), ("sample_rate", rateHz), ("n_fft", 512), ("hop_length", 256), ("window_length", 512), ("window_type", "hann_sqrt"),
        }) model.Metadata(key, value);
        foreach (var (name, shape) in caches) model.Metadata(name + "_shape", string.Join(',', shape));
        Save(folder, "model.onnx", model);
        Manifest(folder, id, "denoise", "gtcrn", [], [("gtcrn.model", "model.onnx")]);
    }
}
