using Realtime.Compat.Server.Models.Storage;

namespace Realtime.Compat.Server.Doctor.Checks;

/// <summary>Whether installed models are as they were installed, by their digests.</summary>
/// <param name="store">The models on this machine.</param>
internal sealed class ModelFilesCheck(ModelStore store) : ICheck
{
    /// <inheritdoc/>
    public string Name => "models";

    /// <inheritdoc/>
    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var installed = store.Installed();
        var (faults, faulty) = (new List<string>(), new List<string>());
        foreach (var model in installed)
        {
            var found = await store.VerifyAsync(model, _ => { }, cancellationToken);
            faults.AddRange(found.Select(fault => $"{model.Id}: {fault}"));
            if (found.Count > 0)
                faulty.Add(model.Id);
        }

        var ids = string.Join(' ', faulty);
        return faulty.Count > 0 ? Finding.Wrong(string.Join("; ", faults), $"./run.sh models remove {ids} && ./run.sh models pull {ids}")
            : Finding.Fine(installed.Count == 0 ? "none installed" : $"{installed.Count} as installed");
    }
}
