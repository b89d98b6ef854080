namespace Realtime.Compat.Client.Sound;

/// <summary>Keeps what would have been heard, and writes it as a WAV file at its end.</summary>
/// <param name="path">The file; replaced when it is there.</param>
public sealed class FileLoudspeaker(string path) : ILoudspeaker
{
    private readonly MemoryStream _heard = new();

    /// <summary>How much there is.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(_heard.Length / 2.0 / PcmFile.SampleRateHz);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> pcm16) => _heard.Write(pcm16);

    /// <inheritdoc/>
    public void Drain() => PcmFile.Write(path, _heard.GetBuffer().AsSpan(0, (int)_heard.Length));

    /// <inheritdoc/>
    public void Dispose() => _heard.Dispose();
}
