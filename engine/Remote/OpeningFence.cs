using System.Text;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// Takes away the line of three backquotes by which an engine that answers as in a conversation begins its code. What may
/// become such a line is held back.
/// </summary>
internal sealed class OpeningFence
{
    /// <summary>How such a line begins, and one that ends the code again.</summary>
    public const string Mark = "```";

    private readonly StringBuilder _held = new();
    private bool _isPast;

    /// <summary>Whether a document writes such lines itself: there they mean what they say.</summary>
    /// <param name="before">The text before the cursor.</param>
    /// <param name="after">The text after it.</param>
    public static bool IsText(string before, string after) =>
        before.Contains(Mark, StringComparison.Ordinal) || after.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The next piece of the answer without the fence; empty while it isn't known whether there is one.</summary>
    public ReadOnlySpan<char> Read(ReadOnlySpan<char> piece)
    {
        if (_isPast)
            return piece;

        _held.Append(piece);
        string held = _held.ToString();
        string begun = held.TrimStart();
        bool isFence = begun.StartsWith(Mark, StringComparison.Ordinal);
        if (!isFence && Mark.StartsWith(begun, StringComparison.Ordinal))
            return "";

        int lineEnd = begun.IndexOf('\n', StringComparison.Ordinal);
        if (isFence && lineEnd < 0)
            return "";

        _isPast = true;
        return isFence ? begun[(lineEnd + 1)..] : held;
    }

    /// <summary>What was held back and is no fence, now that the answer is whole.</summary>
    public string Finish()
    {
        string held = _isPast ? "" : _held.ToString();
        _isPast = true;
        return held.AsSpan().TrimStart().StartsWith(Mark) ? "" : held;
    }
}
