using System.ComponentModel;
using System.Globalization;

namespace Realtime.Compat.AspNetCore.Access;

/// <summary>Reads a key that is written as a plain string: <c>REALTIME__APIKEYS__0=sk-…</c>.</summary>
internal sealed class ApiKeyOptionsConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => new ApiKeyOptions { Key = (string)value };
}
