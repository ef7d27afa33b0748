namespace LspCompletion.Server.Commands.Complete;

/// <summary>A piece of one line.</summary>
/// <param name="Text">What stands there, without a line break.</param>
/// <param name="IsNew">Whether the completion put it there.</param>
internal readonly record struct RenderedSpan(string Text, bool IsNew);
