using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Completion;

/// <summary>What is known of an open document from one request to the next.</summary>
internal sealed class DocumentSession : IDisposable
{
    /// <summary>How far before the cursor text is taken for prompts, in UTF-16 code units: more than a budget takes.</summary>
    private const int PrefixReach = 1 << 15;

    /// <summary>
    /// How far after it. Taken for each request, so it stays below the size from which the garbage collector treats
    /// strings as large.
    /// </summary>
    private const int SuffixReach = 1 << 14;

    /// <summary>
    /// Text before the cursor is taken from a line whose number is a multiple of this, so that the lines of a prompt
    /// are counted alike wherever the cursor stands, and its start stays where it was.
    /// </summary>
    private const int LineGrid = 512;

    /// <summary>What the model is writing, if it does.</summary>
    public Generation? Running { get; set; }

    /// <summary>Where the last suggestion that was answered ends.</summary>
    public Place? Shown { get; set; }

    /// <summary>Counts requests: only the latest one is worth the model's time.</summary>
    public long LatestRequest { get; set; }

    /// <summary>The anchor of the current burst of typing, if there is one.</summary>
    public PromptAnchor? Anchor { get; private set; }

    /// <summary>What new anchors show besides the document.</summary>
    public DocumentContext Context { get; private set; } = DocumentContext.None;

    /// <summary>Whether nothing has been asked for yet.</summary>
    public bool IsNew => Anchor is null && ReferenceEquals(Context, DocumentContext.None);

    /// <summary>What the first prompt shows besides the document, once somebody looks for it.</summary>
    public Task<DocumentContext>? FirstContext { get; set; }

    /// <summary>Ends the wait for the cursor to come to rest.</summary>
    public CancellationTokenSource? Rest { get; set; }

    /// <summary>Takes note of an edit: nothing before an anchor may change.</summary>
    public void Edited(int start)
    {
        if (start < Anchor?.Offset)
            Anchor = null;
    }

    /// <summary>The anchor for a cursor: the burst's, or a new one right there.</summary>
    /// <param name="text">The document.</param>
    /// <param name="cursor">The cursor's offset, where the text before it ends.</param>
    /// <param name="after">The text after the cursor, as far as prompts reach.</param>
    public PromptAnchor AnchorAt(DocumentText text, int cursor, string after)
    {
        if (Anchor is { } anchor && anchor.Holds(cursor, after))
            return anchor;
        return Anchor = NewAnchor(text, cursor, after, Context.Files);
    }

    /// <summary>The text after an offset, as far as prompts reach.</summary>
    public static string After(DocumentText text, int offset) =>
        text.Slice(offset, Math.Min(SuffixReach, text.Length - offset));

    /// <summary>Shows other context from now on; that takes a new anchor.</summary>
    public void Show(DocumentContext context)
    {
        bool isSame = ReferenceEquals(context.Parts, Context.Parts);
        Context = context;
        if (!isSame)
            DropAnchor();
    }

    /// <summary>Lets the anchor go: the next place to complete gets a new one.</summary>
    public void DropAnchor() => Anchor = null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Running?.Cancel();
        Rest?.Cancel();
    }

    private static PromptAnchor NewAnchor(
        DocumentText text, int cursor, string after, IReadOnlyList<ContextFile> context)
    {
        int line = text.PositionOf(Math.Max(0, cursor - PrefixReach), PositionEncoding.Utf16).Line;
        int start = text.LineStart(line - (line % LineGrid));
        if (cursor - start > 4 * PrefixReach)
            start = text.CharacterStart(cursor - PrefixReach);
        return new PromptAnchor(cursor, text.Slice(start, cursor - start), after, context);
    }
}
