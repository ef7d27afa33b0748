using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.Context;

public class SnippetIndexTests
{
    private const string Around = "foreach (var order in orders)\n    total += order.Price * order.Quantity;\n";

    private readonly SnippetIndex _index = new();

    [Fact]
    public void Lines_of_other_documents_that_share_words_are_found_the_likest_first()
    {
        Add("file:///b.cs", Filler + "foreach (var order in orders)\n    sum += order.Price;\n");
        Add("file:///c.cs", "foreach (var order in orders)\n    total += order.Price * order.Quantity * rate;\n");
        Add("file:///d.cs", Filler);

        IReadOnlyList<Snippet> found = Find("file:///a.cs");

        Assert.Equal(["file:///c.cs", "file:///b.cs"], found.Select(snippet => snippet.Uri));
        Assert.Contains("sum += order.Price;", found[1].Text, StringComparison.Ordinal);
        Assert.True(found[1].StartLine > 0);
    }

    [Fact]
    public void The_document_itself_and_other_languages_are_left_out()
    {
        Add("file:///a.cs", Around);
        Add("file:///a.py", Around, "python");

        Assert.Empty(Find("file:///a.cs"));
    }

    [Fact]
    public void A_document_is_searched_as_it_was_last()
    {
        Add("file:///b.cs", Around);
        Add("file:///b.cs", Filler);

        Assert.Empty(Find("file:///a.cs"));
    }

    [Fact]
    public void The_documents_that_were_changed_longest_ago_give_way()
    {
        Add("file:///old.cs", Around);
        for (int i = 0; i < 24; i++)
            Add($"file:///{i}.cs", Filler);

        Assert.Empty(Find("file:///a.cs"));
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("one two three", "one two three", 1)]
    [InlineData("one two three", "three two; one", 1)]
    [InlineData("one two", "two three", 1.0 / 3)]
    [InlineData("One", "one", 0)]
    [InlineData("a b c x1 y2", "a b c x1 y2", 0)]
    public void Similarity_is_the_share_of_common_words(string left, string right, double expected) =>
        Assert.Equal(expected, Words.Similarity(Words.Of(left), Words.Of(right)), 6);

    private static string Filler => string.Concat(Enumerable.Range(0, 40).Select(i => $"int Alpha{i}() => Beta{i}(Gamma{i});\n"));

    private void Add(string uri, string text, string languageId = "csharp") => _index.Update(Document(uri, text, languageId));

    private IReadOnlyList<Snippet> Find(string uri) =>
        _index.Find(Around, Document(uri, Around, "csharp"), least: 0.1, TestContext.Current.CancellationToken);

    private static DocumentSnapshot Document(string uri, string text, string languageId) => new()
    {
        Uri = uri,
        LanguageId = languageId,
        Version = 1,
        Text = new DocumentText(text),
    };
}
