namespace Realtime.Compat.Server.Tests;

/// <summary>A test that asks Docker Compose how it reads a file.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ComposeFactAttribute : FactAttribute
{
    public ComposeFactAttribute()
    {
        if (!ComposeCommand.Exists)
            Skip = "Docker Compose is missing: install Docker's compose plugin, or Debian's docker-compose.";
    }
}
