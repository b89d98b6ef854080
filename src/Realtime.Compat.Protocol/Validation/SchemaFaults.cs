using System.Globalization;
using System.Text.Json;

namespace Realtime.Compat.Protocol.Validation;

/// <summary>Says why a value does not fit. Of a union it explains the branch that the value was meant for.</summary>
internal static class SchemaFaults
{
    /// <summary>Of many wrong items in one place this many are explained.</summary>
    private const int MaxExplained = 8;

    /// <summary>Fields that tell the branches of the protocol's unions apart.</summary>
    private static readonly string[] Discriminators = ["type", "role", "object"];

    /// <summary>The faults of a value; none when it fits.</summary>
    /// <param name="schema">What it should fit.</param>
    /// <param name="json">The value.</param>
    /// <param name="path">Where it stands.</param>
    public static List<SchemaFault> Of(SchemaNode schema, JsonElement json, string path = "")
    {
        List<SchemaFault> faults = [];
        if (!schema.AllowsAny)
            faults.Add(new SchemaFault(path, "is not allowed", SchemaFaultKind.Other));
        if (schema.Reference is { } reference)
            faults.AddRange(Of(reference, json, path));
        if (!schema.FitsType(json))
            faults.Add(new SchemaFault(path, $"must be {schema.Types!.Value.Describe()}", SchemaFaultKind.Type));
        if (!schema.FitsValues(json))
            faults.Add(NotOneOf(path, [.. schema.Values!.Select(value => value.GetRawText())]));
        foreach (var part in schema.AllOf)
            faults.AddRange(Of(part, json, path));
        if (schema.AnyOf is { } anyOf && !anyOf.Any(branch => branch.Fits(json)))
            faults.AddRange(OfUnion(anyOf, json, path));
        if (schema.OneOf is { } oneOf)
            AddOneOf(oneOf, json, path, faults);
        AddByKind(schema, json, path, faults);
        return faults;
    }

    private static void AddByKind(SchemaNode schema, JsonElement json, string path, List<SchemaFault> faults)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                AddObject(schema, json, path, faults);
                break;
            case JsonValueKind.Array:
                if (json.GetArrayLength() < schema.MinItems)
                    faults.Add(new SchemaFault(path, $"must have at least {schema.MinItems} items", SchemaFaultKind.Other));
                if (schema.Items is { } items)
                    faults.AddRange(json.EnumerateArray().Index().Where(entry => !items.Fits(entry.Item)).Take(MaxExplained).SelectMany(entry => Of(items, entry.Item, $"{path}[{entry.Index}]")));
                break;
            case JsonValueKind.String:
                if (!schema.FitsLength(json))
                    faults.Add(new SchemaFault(path, $"must have at most {schema.MaxLength} characters", SchemaFaultKind.Other));
                if (!schema.FitsPattern(json))
                    faults.Add(new SchemaFault(path, $"must match {schema.Pattern}", SchemaFaultKind.Other));
                break;
            case JsonValueKind.Number when !schema.FitsRange(json.GetDouble()):
                var bound = json.GetDouble() < schema.Minimum ? $"at least {Show(schema.Minimum)}" : $"at most {Show(schema.Maximum)}";
                faults.Add(new SchemaFault(path, $"must be {bound}", SchemaFaultKind.Other));
                break;
        }
    }

    private static void AddObject(SchemaNode schema, JsonElement json, string path, List<SchemaFault> faults)
    {
        foreach (var name in schema.Required.Where(name => json.Find(name) is null))
            faults.Add(new SchemaFault(Below(path, name), "is missing", SchemaFaultKind.Other));
        foreach (var (name, property) in schema.Properties)
        {
            if (json.Find(name) is { } value)
                faults.AddRange(Of(property, value, Below(path, name)));
        }

        if (schema.AdditionalProperties is not { } additional)
            return;
        foreach (var property in schema.Additional(json).Where(property => !additional.Fits(property.Value)).Take(MaxExplained))
            faults.AddRange(Of(additional, property.Value, Below(path, property.Name)));
    }

    private static void AddOneOf(IReadOnlyList<SchemaNode> branches, JsonElement json, string path, List<SchemaFault> faults)
    {
        var fitting = branches.Count(branch => branch.Fits(json));
        if (fitting == 0)
            faults.AddRange(OfUnion(branches, json, path));
        else if (fitting > 1)
            faults.Add(new SchemaFault(path, $"fits {fitting} alternatives of which only one may fit", SchemaFaultKind.Other));
    }

    /// <summary>The faults of the likeliest branch: right kind of JSON, right discriminator, fewest faults. No branch's discriminator: all of them.</summary>
    private static IEnumerable<SchemaFault> OfUnion(IReadOnlyList<SchemaNode> branches, JsonElement json, string path)
    {
        var all = branches.Select(branch => Of(branch, json, path)).ToList();
        var ofKind = all.Where(faults => !faults.Any(fault => fault.Kind is SchemaFaultKind.Type && fault.Path == path)).ToList();
        if (ofKind.Count == 0)
            return [new SchemaFault(path, string.Join(" or ", all.Select(faults => faults.First(fault => fault.Kind is SchemaFaultKind.Type).Message).Distinct()), SchemaFaultKind.Type)];

        var meant = ofKind.Where(faults => !faults.Any(fault => Refuses(fault, path))).ToList();
        if (meant.Count > 0)
            return meant.MinBy(faults => faults.Count)!;

        // Every branch is refused by a discriminator: name what each would take.
        return ofKind.SelectMany(faults => faults.Where(fault => Refuses(fault, path)))
            .GroupBy(fault => fault.Path)
            .Select(refused => NotOneOf(refused.Key, [.. refused.SelectMany(fault => fault.Allowed!).Distinct()]))
            .Take(1);
    }

    private static bool Refuses(SchemaFault fault, string path) =>
        fault.Kind is SchemaFaultKind.Value && (fault.Path == path || Discriminators.Any(name => fault.Path == Below(path, name)));

    private static SchemaFault NotOneOf(string path, IReadOnlyList<string> allowed) =>
        new(path, $"must be {string.Join(" or ", allowed)}", SchemaFaultKind.Value, allowed);

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string Show(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
