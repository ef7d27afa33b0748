using CsCheck;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.Context;

public class EditHistoryTests
{
    private readonly EditHistory _history = new();

    [Fact]
    public void Keys_that_are_pressed_at_one_place_make_one_hunk_of_whole_lines()
    {
        DocumentSnapshot document = Document("a\nb\nc\nd\n");
        foreach (string key in (string[])["x", "y", "\n", "z"])
            document = Type(document, "b".Length + document.Text.ToString().IndexOf("\nc", StringComparison.Ordinal) - 1, key);

        EditHunk hunk = Assert.Single(_history.Latest);
        Assert.Equal(new EditHunk("file:///a.cs", 1, 2, "b\n", "bxy\nz\n"), hunk);
    }

    [Fact]
    public void Changes_far_apart_make_hunks_of_their_own_the_latest_first()
    {
        DocumentSnapshot document = Document(string.Concat(Enumerable.Range(0, 40).Select(i => $"line {i}\n")));
        document = Type(document, 0, "first ");
        Type(document, document.Text.LineStart(30), "second ");

        Assert.Equal(
            [("line 30\n", "second line 30\n"), ("line 0\n", "first line 0\n")],
            _history.Latest.Select(hunk => (hunk.Before, hunk.After)));
    }

    [Fact]
    public void What_was_typed_and_taken_back_is_no_change()
    {
        DocumentSnapshot before = Document("a\nb\n");
        DocumentSnapshot after = Type(before, 1, "x");
        _history.Add(after, before, 1);

        Assert.Empty(_history.Latest);
    }

    [Fact]
    public void A_file_that_was_formatted_is_no_edit()
    {
        _history.Add(Document("if(a)\nb();\nelse\nc();\n"), Document("if (a)\n    b();\nelse\n    c();\n"), 2);

        Assert.Empty(_history.Latest);
    }

    [Fact]
    public void Hunks_of_typing_anywhere_are_true_to_the_text() =>
        Gen.Select(Gen.Int[0, 100], Gen.String[Gen.Char["ab\n"], 0, 3], Gen.Int[0, 3]).Array[1, 12].Sample(edits =>
        {
            EditHistory history = new();
            DocumentSnapshot document = Document("one\ntwo\nthree\nfour\nfive\n");
            EditHunk? latest = null;
            foreach ((int at, string typed, int deleted) in edits)
            {
                int start = Math.Min(at, document.Text.Length);
                int end = Math.Min(start + deleted, document.Text.Length);
                DocumentSnapshot after = document with { Text = document.Text.Replace(start, end, typed) };
                history.Add(document, after, start);
                if (history.Latest is [var hunk, ..] && hunk != latest)
                    Assert.Contains(hunk.After, after.Text.ToString(), StringComparison.Ordinal);
                document = after;
                latest = history.Latest is [var now, ..] ? now : null;
            }
        });

    private static DocumentSnapshot Document(string text) => new()
    {
        Uri = "file:///a.cs",
        LanguageId = "csharp",
        Version = 1,
        Text = new DocumentText(text),
    };

    private DocumentSnapshot Type(DocumentSnapshot before, int offset, string text)
    {
        DocumentSnapshot after = before with { Text = before.Text.Replace(offset, offset, text) };
        _history.Add(before, after, offset);
        return after;
    }
}
