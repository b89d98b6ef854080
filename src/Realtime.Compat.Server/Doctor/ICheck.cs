namespace Realtime.Compat.Server.Doctor;

/// <summary>Looks at one thing that a conversation needs.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, one or two words.</summary>
    string Name { get; }

    /// <summary>Looks. May throw; the failure's message is then what was found.</summary>
    Task<Finding> LookAsync(CancellationToken cancellationToken);
}
