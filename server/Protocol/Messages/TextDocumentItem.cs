using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A document as it is opened.</summary>
/// <param name="Uri">Its name.</param>
/// <param name="LanguageId">Its language.</param>
/// <param name="Version">Its version.</param>
/// <param name="Text">Its whole text.</param>
internal sealed record TextDocumentItem(
    string Uri,
    string LanguageId,
    int Version,
    [property: JsonConverter(typeof(SourceTextConverter))] string Text);
