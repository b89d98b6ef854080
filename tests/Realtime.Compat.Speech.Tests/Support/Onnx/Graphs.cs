namespace Realtime.Compat.Speech.Tests.Support.Onnx;

/// <summary>Pieces that the synthetic models share.</summary>
internal static class Graphs
{
    /// <summary>A model that knows of each token which one follows: one row a token, the follower's column highest.</summary>
    public static string Followers(this OnnxModel model, int vocabulary, int otherwise, params (int Token, int Follower)[] pairs)
    {
        var table = new float[vocabulary * vocabulary];
        Array.Fill(table, -5);
        for (var token = 0; token < vocabulary; token++)
        {
            var known = pairs.Where(pair => pair.Token == token).ToArray();
            var follower = known.Length > 0 ? known[0].Follower : otherwise;
            table[token * vocabulary + otherwise] = 0;
            table[token * vocabulary + follower] = 5;
        }

        return model.Constant(table, vocabulary, vocabulary);
    }

    /// <summary>Scores of a fixed text for as many frames as an input has: one token every second frame, then blanks.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">Its input.</param>
    /// <param name="axis">Which of its dimensions counts frames.</param>
    /// <param name="extraFrames">Frames in front.</param>
    /// <param name="vocabulary">Size.</param>
    /// <param name="blank">The token of silence.</param>
    /// <param name="frames">The token of each frame, blanks after them.</param>
    /// <param name="output">Name of the scores, [1, frames, vocabulary].</param>
    public static void FixedText(this OnnxModel model, string input, long axis, long extraFrames, int vocabulary, int blank, int[] frames, string output)
    {
        var table = new float[(frames.Length + 1) * vocabulary];
        Array.Fill(table, -5);
        for (var i = 0; i < frames.Length; i++) table[i * vocabulary + frames[i]] = 0;
        table[frames.Length * vocabulary + blank] = 0;

        var count = model.Node("Add", output + "_count", [model.Size(input, axis), model.Constant([extraFrames])]);
        var index = model.Node("Range", output + "_range", [model.Constant([0L]), count, model.Constant([1L])]);
        var capped = model.Node("Min", output + "_capped", [index, model.Constant([(long)frames.Length])]);
        var rows = model.Node("Gather", output + "_rows", [model.Constant(table, frames.Length + 1, vocabulary), capped]);
        model.Node("Unsqueeze", output, [rows, model.Constant([0L], 1)]);
    }

    /// <summary>One dimension of a tensor, as a scalar.</summary>
    public static string Size(this OnnxModel model, string tensor, long axis)
    {
        var place = model.Constant([axis]);
        var shape = model.Node("Shape", $"{tensor}_shape_{place}", [tensor]);
        return model.Node("Gather", $"{tensor}_size_{place}", [shape, place]);
    }

    /// <summary>A tone for a text: as long as it has tokens, as loud as <paramref name="loudness"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">int64 [1, n].</param>
    /// <param name="samplesPerToken">A float tensor of one element.</param>
    /// <param name="loudness">A float tensor of one element.</param>
    /// <param name="output">Name of the samples, [1, 1, n].</param>
    public static void Tone(this OnnxModel model, string tokens, string samplesPerToken, string loudness, string output)
    {
        var floats = model.Node("Cast", output + "_tokens", [tokens], ("to", (long)OnnxType.Float));
        var column = model.Node("Reshape", output + "_column", [floats, model.Constant([1L, -1, 1], 3)]);
        var whole = model.Node("Cast", output + "_whole", [samplesPerToken], ("to", (long)OnnxType.Int64));
        var flat = model.Node("Reshape", output + "_flat", [whole, model.Constant([-1L], 1)]);
        var repeats = model.Node("Concat", output + "_repeats", [model.Constant([1L, 1], 2), flat], ("axis", 0L));
        var tiled = model.Node("Tile", output + "_tiled", [column, repeats]);
        var row = model.Node("Reshape", output + "_row", [tiled, model.Constant([1L, 1, -1], 3)]);

        // The running sum of the token numbers is a phase, so each token has a pitch of its own.
        var phase = model.Node("CumSum", output + "_phase", [row, model.Constant([2L])]);
        var angle = model.Node("Mul", output + "_angle", [phase, model.Constant([0.02f])]);
        var wave = model.Node("Sin", output + "_wave", [angle]);
        model.Node("Mul", output, [wave, loudness]);
    }
}
