using System.Reflection;
using Realtime.Compat.Speech.Tests.Support.Onnx;
using Xunit.Sdk;

namespace Realtime.Compat.Speech.Tests.Support;

/// <summary>Gives a conformance test every engine of one family, one case each; skipped, with the reason, where the family is missing.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class EnginesDataAttribute : DataAttribute
{
    private readonly IReadOnlyList<string> _names;

    /// <param name="kind"><c>stt</c> or <c>tts</c>.</param>
    /// <param name="engines">One family.</param>
    public EnginesDataAttribute(string kind, Engines engines)
    {
        _names = engines switch
        {
            Engines.Sherpa => kind == "stt" ? SyntheticModels.Ears : SyntheticModels.Mouths,
            Engines.PocketSphinx => ["pocketsphinx-en-us"],
            Engines.Flite => ["flite"],
            _ => ["espeak-ng"],
        };
        Skip = Installed.Missing(engines) ?? (kind == "tts" && SyntheticModels.EspeakData is null ? "Needs espeak-ng-data: apt-get install espeak-ng-data." : null);
    }

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => _names.Select(name => new object[] { name });
}
