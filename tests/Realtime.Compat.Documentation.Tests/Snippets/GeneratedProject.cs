using Realtime.Compat.LiveServer;

namespace Realtime.Compat.Documentation.Tests.Snippets;

/// <summary>A project as `dotnet new` makes it, outside of the checkout.</summary>
internal sealed class GeneratedProject : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("realtime-snippet-");

    /// <summary>Makes it.</summary>
    /// <param name="sdk">Its SDK.</param>
    /// <param name="items">Its items, in MSBuild's XML.</param>
    public GeneratedProject(string sdk, string items) => Write("Snippet.csproj", $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
            <!-- Beside what `dotnet new` writes: no question to a server, and this project's experimental interfaces. -->
            <NuGetAudit>false</NuGetAudit>
            <NoWarn>$(NoWarn);MEAI001</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        </Project>
        """);

    /// <summary>A path in it.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file.</summary>
    public void Write(string name, string text) => File.WriteAllText(this[name], text);

    /// <summary>Runs the SDK in its folder; fails with what it printed.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> DotnetAsync(string[] arguments, TimeSpan patience)
    {
        var environment = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["DOTNET_NOLOGO"] = "1", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        await using var dotnet = new ChildProcess("dotnet", arguments, environment, _folder.FullName);
        var status = await dotnet.ExitAsync(patience);
        Assert.True(status == 0, $"dotnet {string.Join(' ', arguments)} ended with {status}:\n{dotnet.Output}");
        return dotnet.Output;
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
