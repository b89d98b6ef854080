using System.Reflection;
using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>The names of machines' classes, in catalogues and settings.</summary>
internal static class MachineClassNames
{
    private static readonly IReadOnlyDictionary<MachineClass, string> Names = Enum.GetValues<MachineClass>().ToDictionary(
        machine => machine, machine => typeof(MachineClass).GetField(machine.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Names.Values;

    /// <summary>The name of a class: <c>small-cpu</c>.</summary>
    public static string NameOf(MachineClass machine) => Names[machine];

    /// <summary>The class of a name, capitals aside; null where there is none.</summary>
    public static MachineClass? Find(string? name) =>
        Names.Where(pair => pair.Value.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => (MachineClass?)pair.Key).FirstOrDefault();
}
