using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Completion;

/// <summary>Where the model is to write: the end of what was typed behind an anchor.</summary>
/// <param name="Anchor">The anchor.</param>
/// <param name="Typed">The text between the anchor and the cursor, a selected item's text included.</param>
/// <param name="After">What stands after the cursor now, as far as prompts reach.</param>
internal sealed record Place(PromptAnchor Anchor, string Typed, string After)
{
    /// <summary>The place that a request asks for.</summary>
    public static Place Of(CompletionQuery query, DocumentSession session)
    {
        DocumentText text = query.Document.Text;
        (int start, int end) = query.Selected is { } selected ? (selected.Start, selected.End) : (query.Offset, query.Offset);
        string after = DocumentSession.After(text, end);
        PromptAnchor anchor = session.AnchorAt(text, start, after);
        string typed = text.Slice(anchor.Offset, start - anchor.Offset);
        return new Place(anchor, typed + query.Selected?.Text, after);
    }

    /// <summary>The place once a text is written here.</summary>
    public Place Behind(string written) => this with { Typed = Typed + written };

    /// <summary>The last lines before the cursor.</summary>
    public string LinesBefore => string.Concat(Anchor.Prefix.AsSpan(Math.Max(0, Anchor.Prefix.Length - SuggestionFilter.Reach)), Typed);

    /// <summary>Whether a suggestion that ends here is the one that goes on from another place with a text.</summary>
    public bool Agrees(Place other, string text) =>
        ReferenceEquals(Anchor, other.Anchor) && Typed == other.Typed + text;
}
