using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.Documents;

public sealed class DocumentStoreTests
{
    private const string Uri = "untitled:Untitled-1";

    private readonly DocumentStore _store = new(PositionEncoding.Utf16);

    public DocumentStoreTests() => _store.Open(Document("one\ntwo\n", version: 1));

    private string? Text => _store.TryGet(Uri, out DocumentSnapshot? document) ? document.Text.ToString() : null;

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        Assert.True(_store.TryGet(Uri, out DocumentSnapshot? before));
        _store.Change(Uri, 2, [Insert(0, 0, "// ")]);
        _store.Close(Uri);
        Assert.Equal("one\ntwo\n", before.Text.ToString());
    }

    [Fact]
    public void Changes_count_in_the_text_that_the_one_before_left()
    {
        DocumentChange change = _store.Change(Uri, 2, [Insert(0, 3, "\nand"), Insert(1, 3, " a half")]);
        Assert.Equal("one\nand a half\ntwo\n", Text);
        Assert.Equal(3, change.Start);
        Assert.Equal(2, change.After!.Version);
        Assert.Null(change.Problem);
    }

    [Fact]
    public void A_whole_text_changes_only_where_it_differs()
    {
        DocumentChange change = _store.Change(Uri, 2, [new(null, "one\ntwice\n")]);
        Assert.Equal("one\ntwice\n", Text);
        Assert.Equal(6, change.Start);
    }

    [Theory]
    [InlineData("one\ntwo\n")]
    [InlineData("one\none\ntwo\n")]
    [InlineData("one\n")]
    [InlineData("")]
    public void A_whole_text_is_taken_as_it_is(string text)
    {
        _store.Change(Uri, 2, [new(null, text)]);
        Assert.Equal(text, Text);
    }

    [Fact]
    public void A_change_that_ends_before_it_begins_makes_nothing_known_until_the_whole_text_comes()
    {
        DocumentChange change = _store.Change(Uri, 2, [new(new(new(1, 2), new(1, 0)), "x")]);
        Assert.NotNull(change.Before);
        Assert.Null(change.After);
        Assert.Contains("from 1:2 to 1:0", change.Problem);
        Assert.Null(Text);

        change = _store.Change(Uri, 3, [Insert(0, 0, "x")]);
        Assert.Equal(new DocumentChange(null, null, change.Start, null), change);
        Assert.Null(Text);

        change = _store.Change(Uri, 4, [new(null, "three\n"), Insert(0, 0, "// ")]);
        Assert.Null(change.Before);
        Assert.Equal("// three\n", change.After!.Text.ToString());
        Assert.Equal("// three\n", Text);
    }

    [Fact]
    public void A_change_that_cannot_be_read_makes_nothing_known_until_it_is_opened_again()
    {
        Assert.NotNull(_store.Change(Uri, null, null).Problem);
        Assert.Null(Text);
        Assert.Null(_store.Open(Document("again", version: 1)));
        Assert.Equal("again", Text);
    }

    [Fact]
    public void A_document_that_is_not_open_is_left_alone()
    {
        DocumentChange change = _store.Change("file:///other.cs", 1, [Insert(0, 0, "x")]);
        Assert.NotNull(change.Problem);
        Assert.Null(change.After);
        Assert.Null(_store.Close("file:///other.cs"));
        Assert.False(_store.TryGet("file:///other.cs", out _));
    }

    [Fact]
    public void An_old_version_is_noted_and_taken_for_the_stream_is_what_counts()
    {
        DocumentChange change = _store.Change(Uri, 1, [Insert(0, 0, "x")]);
        Assert.Contains("version 1", change.Problem);
        Assert.Equal("xone\ntwo\n", Text);
    }

    [Fact]
    public void A_client_that_does_not_count_versions_gets_them_counted()
    {
        DocumentChange change = _store.Change(Uri, null, [Insert(0, 0, "x")]);
        Assert.Null(change.Problem);
        Assert.Equal(2, change.After!.Version);
    }

    [Fact]
    public void A_closed_document_is_forgotten()
    {
        Assert.Equal("one\ntwo\n", _store.Close(Uri)?.Text.ToString());
        Assert.Null(Text);
    }

    private static TextChange Insert(int line, int character, string text) =>
        new(new TextRange(new(line, character), new(line, character)), text);

    private static DocumentSnapshot Document(string text, int version) => new()
    {
        Uri = Uri,
        LanguageId = "csharp",
        Version = version,
        Text = new DocumentText(text),
    };
}
