namespace Realtime.Compat.Backends.Streaming;

/// <summary>Finds where a JSON object or array that begins a text ends.</summary>
internal static class JsonExtent
{
    /// <summary>The index after the bracket that closes the first one; -1 while it is open.</summary>
    public static int EndOf(string text)
    {
        var (depth, inString, escaped) = (0, false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                (inString, escaped) = (escaped || c != '"', !escaped && c == '\\');
                continue;
            }

            if (c == '"')
                inString = true;
            else if (c is '{' or '[')
                depth++;
            else if (c is '}' or ']' && --depth <= 0)
                return i + 1;
        }

        return -1;
    }
}
