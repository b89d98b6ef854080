namespace Realtime.Compat.Protocol.Sessions;

/// <summary>Something that the model may call. A closed set: functions, which the client runs, and MCP servers, which this server asks.</summary>
public abstract record Tool;
