using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>What a machine can compute while somebody waits for the answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MachineClass>))]
internal enum MachineClass
{
    /// <summary>Fewer than eight logical processors, or less than 6 GiB of memory.</summary>
    [JsonStringEnumMemberName("small-cpu")]
    SmallCpu,

    /// <summary>Eight logical processors and 6 GiB of memory, or more.</summary>
    [JsonStringEnumMemberName("big-cpu")]
    BigCpu,

    /// <summary>A graphics card, and native libraries that use it; those that come by npm do not.</summary>
    [JsonStringEnumMemberName("gpu")]
    Gpu,
}
