using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Completion;

/// <summary>A place to complete, seen from its anchor.</summary>
/// <param name="Anchor">The anchor.</param>
/// <param name="Typed">The text between the anchor and the cursor, a selected item's text included.</param>
/// <param name="After">What stands after the cursor now, as far as prompts reach.</param>
internal sealed record Place(PromptAnchor Anchor, string Typed, string After)
{
    /// <summary>What was typed as a model is shown it: without secrets, but for the line that the cursor stands in.</summary>
    public string ShownTyped => SecretText.HideAbove(Typed);

    /// <summary>The place once a text is written here.</summary>
    public Place Behind(string written) => this with { Typed = Typed + written };

    /// <summary>The text before the cursor, as far as filters look, and a little more where there is more.</summary>
    public string LinesBefore =>
        string.Concat(Anchor.Prefix.AsSpan(Math.Max(0, Anchor.Prefix.Length - Surroundings.ReachBefore - 1)), Typed);

    /// <summary>Whether this is where a text ends that goes on from another place.</summary>
    public bool IsSameAs(Place other, string text) =>
        ReferenceEquals(Anchor, other.Anchor)
        && Typed.Length == other.Typed.Length + text.Length
        && Typed.StartsWith(other.Typed, StringComparison.Ordinal)
        && Typed.EndsWith(text, StringComparison.Ordinal);
}
