using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Insight;

/// <summary>A language is added by one insight more; nobody who asks knows which languages there are.</summary>
public sealed class LanguageInsightsTests : IDisposable
{
    private static readonly WorkspaceConfiguration Configuration =
        WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([]), TimeProvider.System);

    private readonly WordInsight _poem = new("poem");
    private readonly WordInsight _recipe = new("recipe");
    private readonly LanguageInsights _insights;

    public LanguageInsightsTests() => _insights = new LanguageInsights([_poem, _recipe]);

    public void Dispose() => _insights.Dispose();

    [Fact]
    public async Task A_document_is_known_to_the_first_insight_that_serves_its_language()
    {
        DocumentSnapshot document = Document("recipe", "salt and water");
        using IDocumentInsight opened = _insights.Open(document);

        Assert.Equal((0, 1), (_poem.OpenDocuments, _recipe.OpenDocuments));
        Assert.Equal(
            "salt\nand\nwater", Assert.Single(await opened.DeclarationsAsync(document, 0, Configuration, CancellationToken.None)).Text);
        Assert.Equal(["salt", "and", "water"], opened.GuideAt(document, 0, "", Configuration.Settings)?.NamesAfter("")?.Names);
        Assert.Equal("water and salt", (await CheckAsync(opened, document, "water and salt")).Text);
        Assert.Equal("unknown word", (await CheckAsync(opened, document, "sugar")).Verdict.Diagnostic);
    }

    [Fact]
    public async Task Of_any_other_document_nothing_is_known_and_every_suggestion_passes()
    {
        DocumentSnapshot document = Document("python", "x = 1");
        using IDocumentInsight opened = _insights.Open(document);

        opened.Prepare(document);

        Assert.Equal((0, 0), (_poem.OpenDocuments, _recipe.OpenDocuments));
        Assert.Empty(await opened.DeclarationsAsync(document, 0, Configuration, CancellationToken.None));
        Assert.Null(opened.GuideAt(document, 0, "", Configuration.Settings));
        CheckedText checkedText = await CheckAsync(opened, document, "y = 2");
        Assert.Equal((CheckOutcome.Unchecked, "y = 2"), (checkedText.Verdict.Outcome, checkedText.Text));
    }

    [Fact]
    public void What_is_kept_of_a_document_goes_with_it()
    {
        IDocumentInsight first = _insights.Open(Document("poem", "a"));
        IDocumentInsight second = _insights.Open(Document("poem", "a"));

        first.Dispose();
        Assert.Equal(1, _poem.OpenDocuments);

        second.Dispose();
        Assert.Equal(0, _poem.OpenDocuments);
    }

    [Fact]
    public void All_are_told_of_a_configuration_speak_through_one_message_and_end_together()
    {
        List<string> messages = [];
        _insights.Changed += () => messages.Add(_insights.Message);

        _insights.Apply(Configuration);
        _recipe.Tell("Recipes are being read.");
        _poem.Tell("Poems, too.");
        _recipe.Tell("");
        _insights.Dispose();

        Assert.Equal([Configuration, Configuration], [_poem.Configuration, _recipe.Configuration]);
        Assert.Equal(["Recipes are being read.", "Poems, too. Recipes are being read.", "Poems, too."], messages);
        Assert.True(_poem.IsDisposed && _recipe.IsDisposed);
    }

    private static Task<CheckedText> CheckAsync(IDocumentInsight opened, DocumentSnapshot document, string text) =>
        opened.CheckAsync(document, document.Text.Length, document.Text.Length, text, Configuration.Settings, CancellationToken.None);

    private static DocumentSnapshot Document(string languageId, string text) => new()
    {
        Uri = "untitled:1",
        LanguageId = languageId,
        Version = 1,
        Text = new DocumentText(text),
    };
}
