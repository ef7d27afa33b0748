using LspCompletion.Engine.Prompting;

namespace LspCompletion.Server.Context;

/// <summary>A part of what the model is shown besides the document.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="File">Its text.</param>
internal sealed record ContextPart(ContextKind Kind, ContextFile File);
