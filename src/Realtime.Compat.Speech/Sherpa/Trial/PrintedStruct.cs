namespace Realtime.Compat.Speech.Sherpa.Trial;

/// <summary>Reads what sherpa-onnx prints of a configuration: <c>Name(field=value, field="text", field=Name(…))</c>.</summary>
internal static class PrintedStruct
{
    /// <summary>Finds a struct in a text.</summary>
    /// <returns>Values by path, <c>model_config.whisper.encoder</c>; empty when the struct is not there.</returns>
    public static IReadOnlyDictionary<string, string> Read(string text, string name)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var start = text.IndexOf(name + "(", StringComparison.Ordinal);
        if (start >= 0) ReadFields(text, start + name.Length + 1, "", values);
        return values;
    }

    private static int ReadFields(string text, int i, string prefix, Dictionary<string, string> values)
    {
        while (i < text.Length && text[i] != ')')
        {
            var equals = text.IndexOf('=', i);
            if (equals < 0) return text.Length;

            var path = prefix + text[i..equals].Trim(' ', ',');
            i = equals + 1;
            if (i < text.Length && text[i] == '"')
            {
                var end = text.IndexOf('"', i + 1);
                if (end < 0) return text.Length;
                values[path] = text[(i + 1)..end];
                i = end + 1;
            }
            else
            {
                var end = text.AsSpan(i).IndexOfAny(',', '(', ')');
                if (end < 0) return text.Length;
                end += i;
                if (text[end] == '(')
                {
                    i = ReadFields(text, end + 1, path + ".", values) + 1;
                }
                else
                {
                    values[path] = text[i..end].Trim();
                    i = end;
                }
            }

            while (i < text.Length && text[i] is ',' or ' ') i++;
        }

        return i;
    }
}
