namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do with lists of completions.</summary>
/// <param name="CompletionItem">What it can do with their items.</param>
/// <param name="InsertTextMode">How it inserts an item that doesn't say how.</param>
internal sealed record CompletionClientCapabilities(
    CompletionItemClientCapabilities? CompletionItem = null, InsertTextMode? InsertTextMode = null);

/// <summary>What a client can do with an item of a list of completions.</summary>
/// <param name="InsertTextModeSupport">The ways of inserting it that it can be told.</param>
internal sealed record CompletionItemClientCapabilities(InsertTextModeSupport? InsertTextModeSupport = null);

/// <summary>The ways of inserting an item that a client can be told.</summary>
/// <param name="ValueSet">The ways.</param>
internal sealed record InsertTextModeSupport(InsertTextMode[]? ValueSet = null);
