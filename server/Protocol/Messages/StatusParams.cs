namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the engine is doing: <c>$/lspCompletion/status</c>.</summary>
/// <param name="State"><c>loading</c>, <c>ready</c>, <c>busy</c>, <c>paused</c> or <c>error</c>.</param>
/// <param name="Message">The same in one line, for a person.</param>
/// <param name="Percent">How much of the loading is done.</param>
/// <param name="Model">The model's name.</param>
/// <param name="ExecutionProvider">What computes.</param>
/// <param name="Destination">The machine that text is sent to; nothing if it stays on this one.</param>
/// <param name="Last">How the last answer came about.</param>
internal sealed record StatusParams(
    string State,
    string Message,
    int? Percent = null,
    string? Model = null,
    string? ExecutionProvider = null,
    string? Destination = null,
    AnswerRecord? Last = null);
