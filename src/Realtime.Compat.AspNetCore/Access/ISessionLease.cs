namespace Realtime.Compat.AspNetCore.Access;

/// <summary>A session counted in; disposed when it is over.</summary>
internal interface ISessionLease : IDisposable
{
    /// <summary>How long it may last; <see cref="TimeSpan.MaxValue"/> for no limit.</summary>
    TimeSpan Left { get; }
}
