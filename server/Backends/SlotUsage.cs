namespace LspCompletion.Server.Backends;

/// <summary>What a document's slot holds.</summary>
/// <param name="Tokens">The tokens held.</param>
/// <param name="Capacity">The most that it can hold.</param>
/// <param name="Bytes">The memory that keys and values take.</param>
internal readonly record struct SlotUsage(int Tokens, int Capacity, long Bytes);
