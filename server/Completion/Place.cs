using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Completion;

/// <summary>A place to complete, seen from its anchor.</summary>
/// <param name="Anchor">The anchor.</param>
/// <param name="Typed">The text between the anchor and the cursor, a selected item's text included.</param>
/// <param name="After">What stands after the cursor now, as far as prompts reach.</param>
internal sealed record Place(PromptAnchor Anchor, string Typed, string After)
{
    /// <summary>The place once a text is written here.</summary>
    public Place Behind(string written) => this with { Typed = Typed + written };

    /// <summary>The last lines before the cursor.</summary>
    public string LinesBefore => string.Concat(Anchor.Prefix.AsSpan(Math.Max(0, Anchor.Prefix.Length - SuggestionFilter.Reach)), Typed);

    /// <summary>Whether this is where a text ends that goes on from another place.</summary>
    public bool IsSameAs(Place other, string text) =>
        ReferenceEquals(Anchor, other.Anchor)
        && Typed.Length == other.Typed.Length + text.Length
        && Typed.StartsWith(other.Typed, StringComparison.Ordinal)
        && Typed.EndsWith(text, StringComparison.Ordinal);
}
