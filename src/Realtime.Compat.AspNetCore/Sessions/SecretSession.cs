using System.Text;
using Realtime.Compat.AspNetCore.Access;
using Realtime.Compat.AspNetCore.Http;
using Realtime.Compat.Protocol.Dialects;
using Realtime.Compat.Protocol.Sessions;

namespace Realtime.Compat.AspNetCore.Sessions;

/// <summary>The configuration that is bound into a client secret.</summary>
internal static class SecretSession
{
    /// <summary>Reads it as it was read when the secret was made.</summary>
    /// <param name="secret">The secret; null for none.</param>
    public static IReadOnlyList<SessionPatch> PatchesOf(ClientSecret? secret) => secret?.Session is { } session
        ? [SessionObject.Read(secret.IsBeta ? Dialect.Beta : Dialect.Ga, secret.Kind, JsonBody.Parse(Encoding.UTF8.GetBytes(session)), isRoot: false)]
        : [];
}
