using System.Text.Json.Serialization;

namespace Realtime.Compat.Server.Models.Catalogue;

/// <summary>How files are packed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ArchiveFormat>))]
internal enum ArchiveFormat
{
    /// <summary>tar, compressed by bzip2.</summary>
    [JsonStringEnumMemberName("tar.bz2")]
    TarBzip2,

    /// <summary>tar, compressed by gzip.</summary>
    [JsonStringEnumMemberName("tar.gz")]
    TarGzip,

    /// <summary>zip.</summary>
    [JsonStringEnumMemberName("zip")]
    Zip,
}
