using System.Text;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Context;

/// <summary>
/// Chooses what the model should be shown besides the document: declarations, where a compiler knows them; the other cells of
/// a notebook; in any language code of other open documents that resembles what stands around the cursor, what was changed elsewhere a moment ago, and
/// the names of the files beside the document. Thread-safe; nothing of it is done while a request waits.
/// </summary>
internal sealed class ContextCollector
{
    /// <summary>UTF-16 code units around the cursor that others are compared with: about as much as a window has.</summary>
    private const int ComparedBefore = 450;
    private const int ComparedAfter = 250;

    /// <summary>
    /// Windows that are less alike have common words by chance, and mislead the model more often than they help it:
    /// <c>eval --worth</c>.
    /// </summary>
    private const double LeastSimilarity = 0.22;

    /// <summary>UTF-16 code units of each kind; a token has three or four.</summary>
    private const int SimilarBudget = 1400;
    private const int EditBudget = 500;
    private const int CellsAboveBudget = 1600;
    private const int CellsBelowBudget = 400;

    /// <summary>Changes this near, in lines, stand in the prompt anyway.</summary>
    private const int VisibleLines = 60;

    /// <summary>The most valuable declarations; while they are shown, the others aren't worth a new prompt.</summary>
    private const int EssentialDeclarations = 3;

    private readonly SnippetIndex _snippets = new();
    private readonly EditHistory _edits = new();
    private readonly Notebooks _notebooks = new();

    /// <summary>A document was opened.</summary>
    public void Opened(DocumentSnapshot document)
    {
        _snippets.Update(document);
        _notebooks.Update(document);
    }

    /// <summary>A notebook has these cells of code, in this order; none if it was closed.</summary>
    public void Arranged(string notebook, IReadOnlyList<string> cells) => _notebooks.Arrange(notebook, cells);

    /// <summary>A document was changed.</summary>
    /// <param name="before">The document before.</param>
    /// <param name="after">The document afterwards.</param>
    /// <param name="start">The first offset at which they may differ, in UTF-16 code units.</param>
    public void Changed(DocumentSnapshot before, DocumentSnapshot after, int start)
    {
        _snippets.Update(after);
        _notebooks.Update(after);
        _edits.Add(before, after, start);
    }

    /// <summary>Collects it. What is shown stays, byte for byte, while it is as good as what would take its place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cursor">The place, in UTF-16 code units.</param>
    /// <param name="declarations">Declarations that are worth showing there, the most valuable first.</param>
    /// <param name="shown">What the document is shown with now.</param>
    /// <param name="configuration">Says which documents and files may enter a prompt, and under what names.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public DocumentContext Collect(
        DocumentSnapshot document,
        int cursor,
        IReadOnlyList<ContextFile> declarations,
        DocumentContext shown,
        WorkspaceConfiguration configuration,
        CancellationToken cancellationToken)
    {
        int line = document.Text.PositionOf(cursor, PositionEncoding.Utf16).Line;
        long changes = _snippets.LatestChangeBesides(document.Uri) + _notebooks.Arrangements;
        declarations = [.. declarations.Select(WithoutSecrets)];
        bool hasDeclarations = declarations.Take(EssentialDeclarations).All(shown.Files.Contains);
        bool isNear = shown.Line is { } before && Math.Abs(line - before) < VisibleLines;
        if (hasDeclarations && isNear && changes == shown.ChangesElsewhere)
            return shown;

        List<ContextPart> parts = [];
        AddSiblings(document, parts, configuration);
        AddEdits(document, line, parts, configuration);
        AddSimilar(document, cursor, parts, configuration, cancellationToken);
        AddCells(document, parts, configuration);
        if (hasDeclarations && parts.SequenceEqual(shown.Parts.Where(part => part.Kind != ContextKind.Declarations)))
            return shown with { Line = line, ChangesElsewhere = changes };

        parts.AddRange(declarations.Reverse().Select(file => new ContextPart(ContextKind.Declarations, file)));
        return new DocumentContext(parts) { Line = line, ChangesElsewhere = changes };
    }

    private static void AddSiblings(DocumentSnapshot document, List<ContextPart> parts, WorkspaceConfiguration configuration)
    {
        IReadOnlyList<string> names = SiblingFiles.NamesBeside(document.Uri, configuration.MayBeShown);
        if (names.Count == 0)
            return;

        string path = configuration.Folders.ProjectPathOf(document.Uri);
        string folder = path[..(path.LastIndexOf('/') + 1)];
        parts.Add(new ContextPart(ContextKind.Siblings, new ContextFile(
            folder.Length == 0 ? "." : folder, string.Concat(names.Select(name => $"{folder}{name}\n")))));
    }

    private void AddEdits(DocumentSnapshot document, int line, List<ContextPart> parts, WorkspaceConfiguration configuration)
    {
        int first = parts.Count;
        int left = EditBudget;
        foreach (EditHunk hunk in _edits.Latest)
        {
            bool isVisible = hunk.Uri == document.Uri && hunk.StartLine < line + VisibleLines && hunk.EndLine > line - VisibleLines;
            if (isVisible || _notebooks.AreTogether(document.Uri, hunk.Uri) || !configuration.MayBeShown(hunk.Uri))
                continue;

            string text = AsDifference(hunk);
            left -= text.Length;
            if (left < 0)
                break;
            parts.Insert(first, new ContextPart(
                ContextKind.Edit, WithoutSecrets(new ContextFile(configuration.Folders.ProjectPathOf(hunk.Uri) + ".diff", text))));
        }
    }

    private void AddSimilar(
        DocumentSnapshot document, int cursor, List<ContextPart> parts, WorkspaceConfiguration configuration, CancellationToken cancellationToken)
    {
        int start = Math.Max(0, cursor - ComparedBefore);
        int end = Math.Min(document.Text.Length, cursor + ComparedAfter);
        int first = parts.Count;
        int left = SimilarBudget;
        foreach (Snippet snippet in _snippets.Find(
            document.Text.Slice(start, end - start), document, LeastSimilarity, cancellationToken))
        {
            if (_notebooks.AreTogether(document.Uri, snippet.Uri) || !configuration.MayBeShown(snippet.Uri))
                continue;

            left -= snippet.Text.Length;
            if (left < 0)
                break;
            parts.Insert(first, new ContextPart(
                ContextKind.Similar, WithoutSecrets(new ContextFile(configuration.Folders.ProjectPathOf(snippet.Uri), snippet.Text + "\n"))));
        }
    }

    /// <summary>Adds the cells of a notebook around the document, as one text above and one below: those above are run before.</summary>
    private void AddCells(DocumentSnapshot document, List<ContextPart> parts, WorkspaceConfiguration configuration)
    {
        (IReadOnlyList<DocumentSnapshot> above, IReadOnlyList<DocumentSnapshot> below) = _notebooks.Around(document);
        Add(below, CellsBelowBudget, isAbove: false);
        Add(above.Reverse(), CellsAboveBudget, isAbove: true);

        void Add(IEnumerable<DocumentSnapshot> nearestFirst, int budget, bool isAbove)
        {
            List<string> texts = [];
            foreach (DocumentSnapshot cell in nearestFirst.Where(cell => cell.Text.Length > 0 && configuration.Rules.MayBeShown(cell.Uri)))
            {
                budget -= cell.Text.Length;
                if (budget < 0)
                    break;
                texts.Add(cell.Text.ToString().TrimEnd() + "\n");
            }

            if (isAbove)
                texts.Reverse();
            if (texts.Count > 0)
            {
                parts.Add(new ContextPart(
                    ContextKind.Cells, WithoutSecrets(new ContextFile(configuration.Folders.ProjectPathOf(document.Uri), string.Join('\n', texts)))));
            }
        }
    }

    private static ContextFile WithoutSecrets(ContextFile file) => file with { Text = SecretText.Hide(file.Text) };

    /// <summary>A hunk as tools that compare files write it: lines that went behind a minus, lines that came behind a plus.</summary>
    private static string AsDifference(EditHunk hunk)
    {
        StringBuilder text = new();
        Append('-', hunk.Before);
        Append('+', hunk.After);
        return text.ToString();

        void Append(char sign, string lines)
        {
            if (lines.Length == 0)
                return;
            foreach (ReadOnlySpan<char> line in lines.AsSpan().TrimEnd("\r\n").EnumerateLines())
                text.Append(sign).Append(line).Append('\n');
        }
    }
}
