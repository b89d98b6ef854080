using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Loader;
using Xunit;
using Xunit.Sdk;

namespace Realtime.Compat.Arm64;

internal static class Program
{
    /// <summary>Runs the tests of an assembly, one after another.</summary>
    /// <param name="arguments">Path of the built assembly; then parts of tests' names, for those alone.</param>
    /// <returns>0 when some passed and none failed.</returns>
    private static int Main(string[] arguments)
    {
        var path = Path.GetFullPath(arguments[0]);
        var folder = Path.GetDirectoryName(path)!;
        // Tests find the checkout and the weights from where they lie themselves.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folder + Path.DirectorySeparatorChar);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.ProcessArchitecture}, NEON {(AdvSimd.Arm64.IsSupported ? "on" : "off")}");

        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(path);
        using var progress = new ConsoleProgress();
        using var framework = new XunitTestFramework(new NullMessageSink());
        using var executor = framework.GetExecutor(assembly.GetName());
        using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
        using var found = new DiscoveredTests();
        discoverer.Find(includeSourceInformation: false, found, new Options());
        executor.RunTests(found.Named(arguments[1..]), progress, new Options { ["xunit.execution.DisableParallelization"] = true });
        return progress.Wait();
    }
}
