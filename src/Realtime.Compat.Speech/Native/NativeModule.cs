using System.Runtime.InteropServices;

namespace Realtime.Compat.Speech.Native;

/// <summary>
/// A shared library that may be absent. Engines look their functions up here instead of importing them, so that a machine
/// without the library still starts the worker and <c>/health</c> can say what to install.
/// </summary>
internal sealed class NativeModule
{
    private readonly nint _handle;

    private NativeModule(string name, nint handle)
    {
        Name = name;
        _handle = handle;
    }

    /// <summary>The name or path it was loaded by.</summary>
    public string Name { get; }

    /// <summary>Loads a library by the system's search order, or says that it is not there.</summary>
    /// <param name="name">A file name such as <c>libflite.so.1</c>, or a path.</param>
    /// <returns>Null when the loader finds no such library or it cannot be linked.</returns>
    public static NativeModule? TryLoad(string name) =>
        NativeLibrary.TryLoad(name, out var handle) ? new NativeModule(name, handle) : null;

    /// <summary>The address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">The library is of another version and lacks it.</exception>
    public nint Function(string name) => NativeLibrary.GetExport(_handle, name);
}
