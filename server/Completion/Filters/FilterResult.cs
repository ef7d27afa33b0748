using System.Text.Json;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>What a filter leaves of a completion.</summary>
/// <param name="Text">What stays; empty where nothing is worth showing.</param>
/// <param name="Reason">Why the completion was shortened, the last reason if several did; null where none did.</param>
internal sealed record FilterResult(string Text, FilterReason? Reason)
{
    /// <summary>Whether nothing is left.</summary>
    public bool IsDropped => Text.Length == 0;

    /// <summary>A reason's name, as the client is told it.</summary>
    public static string? NameOf(FilterReason? reason) =>
        reason is { } given ? JsonNamingPolicy.CamelCase.ConvertName(given.ToString()) : null;

    /// <summary>The reason in words, for the record.</summary>
    public string? Explanation => Reason switch
    {
        null => null,
        FilterReason.Blank => "nothing but white space",
        FilterReason.LowConfidence => "the model wasn't sure enough",
        FilterReason.Repetition => "repeats itself",
        FilterReason.InvisibleText => "has characters that nobody sees and that the document doesn't have here",
        FilterReason.InsideLine => "goes on below the line that the cursor stands in",
        FilterReason.RepeatsSuffix => "repeats what comes right after it",
        FilterReason.ClosesTwice => "closes something that is closed already",
        FilterReason.LeavesOpen => "leaves something open within a line",
        FilterReason.BlockEnd => "leaves the block",
        FilterReason.RepeatsNextLines => "repeats lines that stand below",
        FilterReason.RepeatsAbove => "repeats what stands above",
        FilterReason.OtherLanguage => "is in another language",
        FilterReason.ControlToken => "spells a token that steers models",
        FilterReason.Secret => "looks like a secret",
        FilterReason.InventedName => "names somebody who isn't named in your files",
        FilterReason.ChangesItem => "changes the item that is selected in the list",
        _ => throw new InvalidOperationException($"{Reason} has no words."),
    };
}
