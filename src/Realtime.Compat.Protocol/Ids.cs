using System.Security.Cryptography;

namespace Realtime.Compat.Protocol;

/// <summary>Ids as OpenAI makes them: a prefix that names the kind, an underscore, 21 characters of base 62 (125 bits).</summary>
public static class Ids
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new session id, <c>sess_…</c>.</summary>
    public static string Session() => New("sess_");

    /// <summary>A new conversation id, <c>conv_…</c>.</summary>
    public static string Conversation() => New("conv_");

    /// <summary>A new item id, <c>item_…</c>.</summary>
    public static string Item() => New("item_");

    /// <summary>A new response id, <c>resp_…</c>.</summary>
    public static string Response() => New("resp_");

    /// <summary>A new server event id, <c>event_…</c>.</summary>
    public static string Event() => New("event_");

    /// <summary>A new function call id, <c>call_…</c>.</summary>
    public static string Call() => New("call_");

    private static string New(string prefix) => string.Concat(prefix, RandomNumberGenerator.GetString(Alphabet, 21));
}
