using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Context;

public sealed class ContextCollectorTests : IDisposable
{
    private const string Loop = "foreach (var order in orders)\n    total += order.Price * order.Quantity;\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lsp-completion-test-");
    private readonly ContextCollector _collector = new();
    private readonly WorkspaceConfiguration _configuration;

    public ContextCollectorTests() => _configuration = WorkspaceConfiguration.Of(
        ServerSettings.Default with { Ignore = new GlobList(["*secret*"]) },
        new WorkspaceFolders([_folder.FullName, "untitled:/"]),
        TimeProvider.System);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_resembles_comes_last_and_what_was_changed_elsewhere_before_it()
    {
        _collector.Opened(Document("b.cs", Loop + "return total;\n"));
        DocumentSnapshot changed = Document("c.cs", "int Rate() => 19;\n");
        _collector.Changed(changed, changed with { Text = new DocumentText("int Rate() => 20;\n") }, 15);

        Assert.Equal(
            [
                new ContextPart(ContextKind.Edit, new ContextFile("shop/c.cs.diff", "-int Rate() => 19;\n+int Rate() => 20;\n")),
                new ContextPart(ContextKind.Similar, new ContextFile("shop/b.cs", Loop + "return total;\n\n")),
            ],
            Collect("a.cs", Loop));
    }

    [Fact]
    public void Lines_that_are_new_or_gone_stand_alone()
    {
        DocumentSnapshot before = Document("c.cs", "one\ntwo\n");
        DocumentSnapshot after = before with { Text = new DocumentText("one\nnew\ntwo\n") };
        _collector.Changed(before, after, 4);
        _collector.Changed(Document("d.cs", "one\ntwo\n"), Document("d.cs", "one\n"), 4);

        Assert.Equal(
            ["-two\n+new\n+two\n", "-two\n"], Collect("a.cs", "").Select(part => part.File.Text).Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public void What_was_changed_beside_the_cursor_stands_in_the_prompt_anyway()
    {
        DocumentSnapshot before = Document("a.cs", Loop);
        DocumentSnapshot after = before with { Text = new DocumentText("// new\n" + Loop) };
        _collector.Changed(before, after, 0);

        Assert.Empty(Collect(after).Parts);
    }

    [Fact]
    public void Files_beside_the_document_are_named_and_not_opened()
    {
        foreach (string name in (string[])["Order.cs", "Customer.cs", "secret.cs", "notes.txt", "a.cs"])
            File.WriteAllText(Path.Combine(_folder.CreateSubdirectory("shop").FullName, name), "public class Unread;");
        string uri = new Uri(Path.Combine(_folder.FullName, "shop", "a.cs")).AbsoluteUri;

        ContextPart part = Assert.Single(Collect(Document("a.cs", "") with { Uri = uri }).Parts);

        Assert.Equal(ContextKind.Siblings, part.Kind);
        Assert.Equal(new ContextFile("shop/", "shop/Customer.cs\nshop/Order.cs\n"), part.File);
    }

    [Fact]
    public void Nothing_of_files_that_must_not_be_shown_is_shown()
    {
        _collector.Opened(Document("secret.cs", Loop));
        DocumentSnapshot secret = Document("secrets.cs", "string Key = \"1\";\n");
        _collector.Changed(secret, secret with { Text = new DocumentText("string Key = \"2\";\n") }, 14);

        Assert.Empty(Collect("a.cs", Loop));
    }

    [Fact]
    public void The_same_place_is_shown_the_same_bytes()
    {
        for (int i = 0; i < 5; i++)
            _collector.Opened(Document($"{i}.cs", Loop));

        Assert.Equal(Collect("a.cs", Loop), Collect("a.cs", Loop));
    }

    [Fact]
    public void What_is_shown_stays_while_the_cursor_is_near_and_nothing_changes_elsewhere()
    {
        _collector.Opened(Document("b.cs", Loop));
        DocumentSnapshot document = Document("a.cs", Loop);
        DocumentContext shown = Collect(document);

        Assert.Same(shown, Collect(document with { Text = new DocumentText("int x;\n" + Loop) }, shown));
        Assert.Same(shown.Parts, Collect(document with { Text = new DocumentText(new string('\n', 100) + Loop) }, shown).Parts);
        Assert.Same(shown.Files, Collect(document with { Text = new DocumentText(new string('\n', 100) + Loop) }, shown).Files);

        _collector.Opened(Document("c.cs", Loop));
        Assert.NotEqual(shown.Parts, Collect(document, shown).Parts);
    }

    [Fact]
    public void Declarations_come_last_and_stay_while_they_have_what_is_essential()
    {
        DocumentSnapshot document = Document("a.cs", Loop);
        ContextFile[] files = [.. Enumerable.Range(0, 5).Select(i => new ContextFile($"{i}.cs", $"class C{i};"))];
        DocumentContext shown = Collect(document, DocumentContext.None, files);

        Assert.Equal(files.Reverse(), shown.Files);
        Assert.Same(shown, Collect(document, shown, files[2], files[0]));
        Assert.Equal("new.cs", Collect(document, shown, new ContextFile("new.cs", "class New;"), files[0]).Files[^1].Path);
    }

    [Fact]
    public void Cells_of_a_notebook_are_shown_in_their_order_those_above_nearest()
    {
        DocumentSnapshot[] cells = [.. Enumerable.Range(1, 5).Select(number => Cell(number, $"x{number} = load({number})"))];
        _collector.Arranged("file:///n.ipynb", [.. cells.Select(cell => cell.Uri)]);
        foreach (DocumentSnapshot cell in cells)
            _collector.Opened(cell);

        Assert.Equal(
            [
                new ContextPart(ContextKind.Cells, new ContextFile("elsewhere/n.ipynb", "x4 = load(4)\n\nx5 = load(5)\n")),
                new ContextPart(ContextKind.Cells, new ContextFile("elsewhere/n.ipynb", "x1 = load(1)\n\nx2 = load(2)\n")),
            ],
            Collect(cells[2]).Parts);
    }

    [Fact]
    public void Cells_that_come_move_change_or_go_are_shown_as_they_are_then()
    {
        DocumentSnapshot first = Cell(1, "a = 1");
        DocumentSnapshot second = Cell(2, "b = 2");
        DocumentSnapshot third = Cell(3, "");
        _collector.Arranged("file:///n.ipynb", [first.Uri, second.Uri, third.Uri]);
        foreach (DocumentSnapshot cell in (DocumentSnapshot[])[first, second, third])
            _collector.Opened(cell);
        DocumentContext shown = Collect(third);
        Assert.Equal(["a = 1\n\nb = 2\n"], shown.Files.Select(file => file.Text));
        Assert.Same(shown, Collect(third, shown));

        _collector.Arranged("file:///n.ipynb", [second.Uri, first.Uri, third.Uri]);
        shown = Collect(third, shown);
        Assert.Equal(["b = 2\n\na = 1\n"], shown.Files.Select(file => file.Text));

        _collector.Changed(first, first with { Text = new DocumentText("a = 10") }, 5);
        shown = Collect(third, shown);
        Assert.Equal(["b = 2\n\na = 10\n"], shown.Files.Select(file => file.Text));

        _collector.Arranged("file:///n.ipynb", [first.Uri, third.Uri]);
        Assert.Equal(["a = 10\n"], Collect(third, shown).Files.Select(file => file.Text));

        _collector.Arranged("file:///n.ipynb", []);
        Assert.DoesNotContain(Collect(third, shown).Parts, part => part.Kind == ContextKind.Cells);
    }

    [Fact]
    public void Of_a_notebook_only_cells_of_the_same_language_that_may_be_shown_and_fit_are()
    {
        DocumentSnapshot big = Cell(1, new string('x', 1500));
        DocumentSnapshot near = Cell(2, new string('y', 300));
        DocumentSnapshot other = Cell(3, "SELECT 1") with { LanguageId = "sql" };
        DocumentSnapshot token = Cell(4, "password = \"Tr0ub4dor&3xK9\"");
        DocumentSnapshot last = Cell(5, "");
        DocumentSnapshot[] cells = [big, near, other, token, last];
        _collector.Arranged("file:///n.ipynb", [.. cells.Select(cell => cell.Uri)]);
        foreach (DocumentSnapshot cell in cells)
            _collector.Opened(cell);

        string text = Assert.Single(Collect(last).Parts).File.Text;

        Assert.StartsWith("yyy", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Tr0ub4dor", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", text, StringComparison.Ordinal);

        DocumentSnapshot[] secrets = [.. cells.Select(cell => cell with { Uri = cell.Uri.Replace("n.ipynb", "secret.ipynb", StringComparison.Ordinal) })];
        _collector.Arranged("file:///secret.ipynb", [.. secrets.Select(cell => cell.Uri)]);
        foreach (DocumentSnapshot cell in secrets)
            _collector.Opened(cell);
        Assert.DoesNotContain(Collect(secrets[^1]).Parts, part => part.Kind == ContextKind.Cells);
    }

    private static DocumentSnapshot Cell(int number, string text) => Document("", text) with
    {
        Uri = $"vscode-notebook-cell:/elsewhere/n.ipynb#W{number}",
        LanguageId = "python",
    };

    private IReadOnlyList<ContextPart> Collect(string name, string text) => Collect(Document(name, text)).Parts;

    private DocumentContext Collect(DocumentSnapshot document, DocumentContext? shown = null, params ContextFile[] declarations) =>
        _collector.Collect(
            document, document.Text.Length, declarations, shown ?? DocumentContext.None, _configuration, TestContext.Current.CancellationToken);

    private static DocumentSnapshot Document(string name, string text) => new()
    {
        Uri = $"untitled:/shop/{name}",
        LanguageId = "csharp",
        Version = 1,
        Text = new DocumentText(text),
    };
}
