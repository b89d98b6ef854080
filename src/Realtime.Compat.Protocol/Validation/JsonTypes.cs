namespace Realtime.Compat.Protocol.Validation;

/// <summary>The schema's words for kinds of JSON. An integer is a number, too.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
