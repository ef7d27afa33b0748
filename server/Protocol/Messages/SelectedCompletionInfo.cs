using System.Text.Json.Serialization;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What is selected in the list of completions.</summary>
/// <param name="Range">What it takes the place of.</param>
/// <param name="Text">Its text.</param>
internal sealed record SelectedCompletionInfo(
    Range Range,
    [property: JsonConverter(typeof(SourceTextConverter))] string Text);
