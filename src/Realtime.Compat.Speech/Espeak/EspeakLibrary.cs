using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Realtime.Compat.Speech.Native;
using Realtime.Compat.Speech.Synthesis;

namespace Realtime.Compat.Speech.Espeak;

/// <summary>The functions of <c>libespeak-ng.so.1</c> that are used here. The library keeps one global state per process.</summary>
internal sealed unsafe class EspeakLibrary
{
    private const int SynchronousOutput = 2;
    private const int BufferMs = 60;
    private const int DoNotExit = 0x8000; // without it a missing data folder ends the process
    private const uint Utf8WithEndPause = 1 | 0x1000;
    private const int PositionIsCharacter = 1;
    private const int RateParameter = 1;
    private const int PitchParameter = 3;

    private readonly delegate* unmanaged[Cdecl]<byte*, nuint, uint, int, uint, uint, uint*, nint, int> _synth;
    private readonly delegate* unmanaged[Cdecl]<byte*, int> _setVoice;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int> _setParameter;
    private readonly delegate* unmanaged[Cdecl]<nint, VoiceHead**> _listVoices;

    // The callback gets no pointer of ours before the first event; one synthesis runs at a time, on its caller's thread.
    [ThreadStatic]
    private static Utterance? _current;

    /// <summary>Looks the functions up and starts the library.</summary>
    /// <param name="module">libespeak-ng.</param>
    /// <param name="dataDirectory">The folder that holds <c>espeak-ng-data</c>, or null for the library's own idea.</param>
    /// <exception cref="EntryPointNotFoundException">Another version.</exception>
    public EspeakLibrary(NativeModule module, string? dataDirectory)
    {
        _synth = (delegate* unmanaged[Cdecl]<byte*, nuint, uint, int, uint, uint, uint*, nint, int>)module.Function("espeak_Synth");
        _setVoice = (delegate* unmanaged[Cdecl]<byte*, int>)module.Function("espeak_SetVoiceByName");
        _setParameter = (delegate* unmanaged[Cdecl]<int, int, int, int>)module.Function("espeak_SetParameter");
        _listVoices = (delegate* unmanaged[Cdecl]<nint, VoiceHead**>)module.Function("espeak_ListVoices");

        var initialize = (delegate* unmanaged[Cdecl]<int, int, byte*, int, int>)module.Function("espeak_Initialize");
        var setCallback = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<short*, int, EspeakEvent*, int>, void>)module.Function("espeak_SetSynthCallback");
        var path = (byte*)Marshal.StringToCoTaskMemUTF8(dataDirectory);
        SampleRateHz = initialize(SynchronousOutput, BufferMs, path, DoNotExit);
        Marshal.FreeCoTaskMem((nint)path);
        setCallback(&Receive);
    }

    /// <summary>22,050 Hz; negative when the data is missing.</summary>
    public int SampleRateHz { get; }

    /// <summary>Each language code, lower case, and the voice that speaks it: <c>fr-fr</c> and <c>roa/fr</c>.</summary>
    public IReadOnlyDictionary<string, string> Languages()
    {
        var languages = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var voice = _listVoices(0); *voice != null; voice++)
        {
            if (Marshal.PtrToStringUTF8((*voice)->Identifier) is not { Length: > 0 } identifier) continue;

            // A list of codes, each after a byte of priority; a priority of 0 ends it.
            for (var code = (*voice)->Languages; *code != 0;)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(code + 1);
                languages.TryAdd(Encoding.UTF8.GetString(name).ToLowerInvariant(), identifier);
                code += name.Length + 2;
            }
        }

        return languages;
    }

    /// <summary>Sets how the next text is spoken.</summary>
    /// <param name="voice">An identifier, with a variant after a plus: <c>sit/cmn+f3</c>. A bare language code would not always be found.</param>
    /// <param name="wordsPerMinute">80…; beyond 450 the library speeds its samples up.</param>
    /// <param name="pitch">0…100.</param>
    /// <returns>False when there is no such voice.</returns>
    public bool Select(string voice, int wordsPerMinute, int pitch)
    {
        var name = (byte*)Marshal.StringToCoTaskMemUTF8(voice);
        var result = _setVoice(name);
        Marshal.FreeCoTaskMem((nint)name);
        return result == 0 && _setParameter(RateParameter, wordsPerMinute, 0) == 0 && _setParameter(PitchParameter, pitch, 0) == 0;
    }

    /// <summary>Speaks a text to its end or until it is cancelled.</summary>
    /// <returns>Null when the library reports an error.</returns>
    public SpokenClause? Speak(string text, CancellationToken cancellationToken)
    {
        var utterance = new Utterance(cancellationToken);
        var bytes = (byte*)Marshal.StringToCoTaskMemUTF8(text);
        _current = utterance;
        try
        {
            var result = _synth(bytes, (nuint)Encoding.UTF8.GetByteCount(text) + 1, 0, PositionIsCharacter, 0, Utf8WithEndPause, null, 0);
            return result == 0 ? new SpokenClause([.. utterance.Samples], SampleRateHz) { Words = utterance.Words.In(text) } : null;
        }
        finally
        {
            _current = null;
            Marshal.FreeCoTaskMem((nint)bytes);
        }
    }

    /// <summary>Called by the library on the thread that called <see cref="Speak"/>, every 60 ms of speech.</summary>
    /// <returns>0 to go on, 1 to stop.</returns>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Receive(short* samples, int count, EspeakEvent* events)
    {
        // An exception must not unwind through native frames; running out of memory is the only one possible here.
        try
        {
            if (_current is not { } utterance || utterance.CancellationToken.IsCancellationRequested) return 1;
            if (samples != null) utterance.Samples.AddRange(new ReadOnlySpan<short>(samples, count));
            for (; events != null && events->Type != EspeakEvent.ListEnd; events++) utterance.Words.Take(*events);
            return 0;
        }
        catch (Exception)
        {
            return 1;
        }
    }

    private sealed record Utterance(CancellationToken CancellationToken)
    {
        public List<short> Samples { get; } = [];

        public EspeakWords Words { get; } = new();
    }

    /// <summary>The beginning of <c>espeak_VOICE</c> (speak_lib.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct VoiceHead
    {
        public nint Name;
        public byte* Languages;
        public nint Identifier;
    }
}
