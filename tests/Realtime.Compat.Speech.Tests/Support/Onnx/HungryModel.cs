namespace Realtime.Compat.Speech.Tests.Support.Onnx;

/// <summary>Makes of a good model one of its kind for which no machine, or no process under a limit, has the memory.</summary>
internal static class HungryModel
{
    private const string Hunger = "hunger";
    private const long WeightBytes = 64L << 30;
    private const long Elements = 1L << 40;

    /// <summary>Has weights of 64 GiB beside it, all of them a hole in a file.</summary>
    public static void WhileLoaded(string path)
    {
        const string weights = "hunger.bin";
        var tensor = new Protobuf().Integer(1, WeightBytes / sizeof(float)).Integer(2, (long)OnnxType.Float).Text(8, "hunger_weights").Integer(14, 1);
        foreach (var (key, value) in new[] { ("location", weights), ("offset", "0"), ("length", FormattableString.Invariant($"{WeightBytes}")) })
            tensor.Message(13, new Protobuf().Text(1, key).Text(2, value));
        using (var file = File.Create(Path.Combine(Path.GetDirectoryName(path)!, weights))) file.SetLength(WeightBytes);
        Append(path, new Protobuf().Message(1, new Protobuf().Text(1, "hunger_weights").Text(2, Hunger).Text(4, "Identity")).Message(5, tensor));
    }

    /// <summary>Asks for 4 TiB of random numbers each time it is used.</summary>
    public static void WhenUsed(string path)
    {
        var shape = new Protobuf().Text(1, "shape").Integer(8, Elements).Integer(20, 7);
        Append(path, new Protobuf().Message(1, new Protobuf().Text(2, Hunger).Text(4, "RandomUniform").Message(5, shape)));
    }

    /// <summary>Adds to the model's graph, whose nodes come first.</summary>
    private static void Append(string path, Protobuf graph)
    {
        var tensor = new Protobuf().Integer(1, (long)OnnxType.Float).Message(2, new Protobuf().Message(1, new Protobuf().Text(2, "H")));
        graph.Message(12, new Protobuf().Text(1, Hunger).Message(2, new Protobuf().Message(1, tensor)));

        // A second graph is merged into the first: protobuf joins what a message has several times.
        using var file = new FileStream(path, FileMode.Append);
        file.Write(new Protobuf().Message(7, graph).ToArray());
    }
}
