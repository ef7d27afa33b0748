using CsCheck;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.Documents;

public sealed class RandomEdits
{
    private const int Documents = 600;
    private const int NotificationsEach = 80;

    /// <summary>Pieces of text that positions can go wrong in: breaks, half breaks, pairs, half pairs, marks, tabs.</summary>
    private static readonly Gen<string> Piece = Gen.Frequency(
        (6, Gen.String[Gen.Char['a', 'z'], 0, 12]),
        (3, Gen.OneOf("\r\n", "\n", "\r", "\n\n", "\r\r\n", "\n\r")),
        (3, Gen.OneOf("é", "漢字", "😀", "e\u0301", "\t", "\ud83d", "\ude00", "👩‍👧", "\u2028", "\uFFFD")),
        (1, Gen.String[Gen.Char['a', 'z'], 500, 3000]));

    private static readonly Gen<string> Text = Piece.Array[0, 8].Select(string.Concat);

    /// <summary>Where a change begins and ends, as shares of the text's length, and what comes there.</summary>
    private static readonly Gen<(double From, double Length, string Text)> Change =
        Gen.Select(Gen.Double[0, 1], Gen.Frequency((3, Gen.Const(0.0)), (3, Gen.Double[0, 0.02]), (1, Gen.Double[0, 1])), Text);

    private static readonly Gen<(double From, double Length, string Text)[]> Notification = Change.Array[1, 4];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Leave_the_text_that_the_client_has(bool countsBytes)
    {
        PositionEncoding encoding = countsBytes ? PositionEncoding.Utf8 : PositionEncoding.Utf16;
        int edits = 0;
        Gen.Select(Text, Notification.Array[NotificationsEach]).Sample(
            (text, notifications) =>
            {
                DocumentStore store = new(encoding);
                store.Open(Document(text));
                int version = 0;
                foreach ((double From, double Length, string Text)[] notification in notifications)
                {
                    string before = text;
                    List<TextChange> changes = [];
                    foreach ((double from, double length, string replacement) in notification)
                    {
                        int start = ClientModel.Whole(text, (int)(from * text.Length));
                        int end = ClientModel.Whole(text, Math.Min(text.Length, start + (int)(length * text.Length)));
                        changes.Add(new TextChange(
                            new TextRange(
                                ClientModel.PositionOf(text, start, encoding), ClientModel.PositionOf(text, end, encoding)),
                            replacement));
                        text = string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(end));
                        if (text.Length > 20_000)
                        {
                            changes.Add(new TextChange(null, text[^5_000..]));
                            text = text[^5_000..];
                        }
                    }

                    DocumentChange change = store.Change("untitled:a", ++version, changes);
                    Interlocked.Add(ref edits, changes.Count);
                    Assert.Null(change.Problem);
                    Assert.Equal(text, change.After!.Text.ToString());
                    Assert.Equal(before[..change.Start], text[..change.Start]);
                    AssertPositions(change.After.Text, text, change.Start, encoding);
                }
            },
            iter: Documents);
        Assert.InRange(edits, 100_000, int.MaxValue);
    }

    private static void AssertPositions(DocumentText text, string model, int offset, PositionEncoding encoding)
    {
        offset = ClientModel.Whole(model, offset);
        TextPosition position = ClientModel.PositionOf(model, offset, encoding);
        Assert.Equal(position, text.PositionOf(offset, encoding));
        Assert.Equal(offset, text.OffsetOf(position, encoding));
        Assert.Equal(ClientModel.Lines(model).Count(), text.LineCount);
    }

    private static DocumentSnapshot Document(string text) => new()
    {
        Uri = "untitled:a",
        LanguageId = "csharp",
        Version = 0,
        Text = new DocumentText(text),
    };
}
