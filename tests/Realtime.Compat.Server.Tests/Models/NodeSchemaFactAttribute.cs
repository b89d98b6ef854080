namespace Realtime.Compat.Server.Tests.Models;

/// <summary>A test that asks tests/schema/file.mjs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeSchemaFactAttribute : FactAttribute
{
    public NodeSchemaFactAttribute()
    {
        if (!Directory.Exists(Repository.At("tests/schema/node_modules")))
            Skip = "tests/schema has no node_modules: run npm ci --ignore-scripts there.";
    }
}
