namespace Realtime.Compat.Engine.Tools.Network;

/// <summary>A host has no address that this server may connect to.</summary>
internal sealed class PrivateAddressException(string host) : IOException($"{host} has no public address, and connections to private ones are not allowed.");
