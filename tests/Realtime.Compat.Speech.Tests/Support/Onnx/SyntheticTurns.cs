namespace Realtime.Compat.Speech.Tests.Support.Onnx;

internal static partial class SyntheticModels
{
    /// <summary>A turn model that takes a turn for complete when its last 0.2 s are silent against the loudest of it.</summary>
    public const string SmartTurn = "smart_turn";

    /// <summary>It gives log-odds where a probability is wanted.</summary>
    public const string TurnWithoutSigmoid = "turn_without_sigmoid";

    /// <summary>It gives two numbers.</summary>
    public const string TurnOfTwo = "turn_of_two";

    /// <summary>It declares an output that nothing computes.</summary>
    public const string TurnWithoutOutput = "turn_without_output";

    /// <summary>It takes features of 30 seconds, as Whisper does.</summary>
    public const string TurnOfThirtySeconds = "turn_of_thirty_seconds";

    /// <summary>It holds an operation that ONNX does not know.</summary>
    public const string TurnOfMagic = "turn_of_magic";

    private static void Turn(string folder, string id)
    {
        const int quietFrames = 20;
        var frames = id == TurnOfThirtySeconds ? 3000 : 800;
        var model = new OnnxModel().Input("input_features", OnnxType.Float, "batch", 80, frames).Output("logits", OnnxType.Float, "batch", id == TurnOfTwo ? 2 : 1);
        var end = model.Node("Slice", "end", ["input_features", model.Constant([(long)frames - quietFrames], 1), model.Constant([(long)frames], 1), model.Constant([2L], 1)]);
        string Loudest(string tensor, string name) => model.Node("ReduceMax", name, [tensor], ("axes", new long[] { 1, 2 }), ("keepdims", 0L));
        // In features, silence lies 2 below the loudest.
        var drop = model.Node("Sub", "drop", [Loudest("input_features", "loudest"), Loudest(end, "loudest_at_end")]);
        var odds = model.Node("Mul", "odds", [model.Node("Sub", "above", [drop, model.Constant([1f])]), model.Constant([6f])]);
        var probability = id switch
        {
            TurnWithoutSigmoid => odds,
            TurnOfMagic => model.Node("Magic", "probability", [odds]),
            _ => model.Node("Sigmoid", "probability", [odds]),
        };
        if (id == TurnOfTwo)
        {
            var column = model.Node("Reshape", "column", [probability, model.Constant([-1L, 1], 2)]);
            model.Node("Concat", "logits", [column, column], ("axis", 1L));
        }
        else
        {
            model.Node("Reshape", id == TurnWithoutOutput ? "other" : "logits", [probability, model.Constant([-1L, 1], 2)]);
        }

        Save(folder, "model.onnx", model);
        Manifest(folder, id, "turn", "smart_turn", ["en"], [("model", "model.onnx")]);
    }
}
