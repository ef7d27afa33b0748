using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A text that takes another's place.</summary>
/// <param name="Text">The new text.</param>
/// <param name="Range">What it takes the place of; <see langword="null"/>: of everything.</param>
internal sealed record TextDocumentContentChangeEvent(
    [property: JsonConverter(typeof(SourceTextConverter))] string Text,
    Range? Range = null);
