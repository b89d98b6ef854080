using System.Runtime.InteropServices;

namespace Realtime.Compat.Server.Tests;

/// <summary>A test that hears and speaks English with Debian's engines.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EnglishSpeechFactAttribute : FactAttribute
{
    public EnglishSpeechFactAttribute()
    {
        if (!NativeLibrary.TryLoad("libpocketsphinx.so.3", out _) || !NativeLibrary.TryLoad("libflite.so.1", out _))
            Skip = "English speech engines are missing: install libflite1, libpocketsphinx3 and pocketsphinx-en-us.";
    }
}
