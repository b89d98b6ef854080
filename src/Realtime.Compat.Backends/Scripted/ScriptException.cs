namespace Realtime.Compat.Backends.Scripted;

/// <summary>A script cannot be read. The message is one sentence with file, line and what is wrong.</summary>
public sealed class ScriptException : Exception
{
    /// <summary>Makes a failure.</summary>
    /// <param name="file">The script's path as it was given.</param>
    /// <param name="line">The line, from 1; 0 when no line is to blame.</param>
    /// <param name="reason">What is wrong, without a full stop.</param>
    /// <param name="inner">What was thrown underneath.</param>
    public ScriptException(string file, long line, string reason, Exception? inner = null)
        : base(line > 0 ? $"{file}, line {line}: {reason}." : $"{file}: {reason}.", inner)
    {
        Line = line;
    }

    /// <summary>The line, from 1; 0 when no line is to blame.</summary>
    public long Line { get; }
}
