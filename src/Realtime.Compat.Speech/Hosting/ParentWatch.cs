namespace Realtime.Compat.Speech.Hosting;

/// <summary>Ends the worker when its parent is gone: the parent holds the other end of standard input, and the system closes it.</summary>
internal static class ParentWatch
{
    /// <summary>Watches on a thread of its own, since reading a pipe blocks.</summary>
    /// <param name="input">Standard input; what comes through it is ignored.</param>
    /// <param name="lifetime">Told to stop at the end of the input.</param>
    public static void Start(Stream input, IHostApplicationLifetime lifetime)
    {
        var thread = new Thread(() =>
        {
            var ignored = new byte[256];
            try
            {
                while (input.Read(ignored) > 0)
                {
                }
            }
            catch (IOException)
            {
                // A broken pipe is an end, too.
            }

            lifetime.StopApplication();
        });
        thread.Name = "parent watch";
        thread.IsBackground = true;
        thread.Start();
    }
}
