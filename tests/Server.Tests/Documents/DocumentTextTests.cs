using LspCompletion.Server.Documents;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Documents;

public sealed class DocumentTextTests
{
    /// <summary>Long enough for the text to be cut into many pieces, at every place of what it repeats.</summary>
    private const int Repetitions = 2_001;

    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("ab\ncd", 1, 1, 4)]
    [InlineData("ab\r\ncd", 1, 1, 5)]
    [InlineData("ab\rcd", 1, 1, 4)]
    [InlineData("ab\r\ncd", 0, 9, 2)]
    [InlineData("ab\ncd", 9, 0, 5)]
    [InlineData("ab\ncd\n", 2, 3, 6)]
    [InlineData("ab\ncd", -1, 1, 0)]
    [InlineData("ab\ncd", 1, -1, 3)]
    [InlineData("ab\ncd", int.MaxValue, int.MaxValue, 5)]
    [InlineData("ab\ncd", 0, int.MaxValue, 2)]
    public void A_position_outside_means_the_nearest_inside(string text, int line, int character, int offset)
    {
        Assert.Equal(offset, new DocumentText(text).OffsetOf(new(line, character), PositionEncoding.Utf16));
        Assert.Equal(offset, new DocumentText(text).OffsetOf(new(line, character), PositionEncoding.Utf8));
    }

    [Theory]
    [InlineData("a😀b", 1, 1)]
    [InlineData("a😀b", 2, 1)]
    [InlineData("a😀b", 4, 1)]
    [InlineData("a😀b", 5, 3)]
    [InlineData("é!", 1, 0)]
    [InlineData("é!", 2, 1)]
    [InlineData("\ud83d!", 3, 1)]
    [InlineData("漢字", 5, 1)]
    public void A_byte_within_a_character_means_its_beginning(string text, int character, int offset) =>
        Assert.Equal(offset, new DocumentText(text).OffsetOf(new(0, character), PositionEncoding.Utf8));

    [Theory]
    [InlineData("ab\r\nc", 3, 0, 2)]
    [InlineData("ab\n\rc", 3, 1, 0)]
    public void An_offset_within_a_line_break_is_the_end_of_the_line(string text, int offset, int line, int character) =>
        Assert.Equal(new TextPosition(line, character), new DocumentText(text).PositionOf(offset, PositionEncoding.Utf16));

    [Theory]
    [InlineData("ab😀\r\n")]
    [InlineData("😀")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    [InlineData("é\ud83d")]
    [InlineData("\t漢字 = 1;\n\n")]
    public void Pieces_are_not_seen(string repeated)
    {
        string model = string.Concat(Enumerable.Repeat(repeated, Repetitions));
        DocumentText text = new(model);
        Assert.Equal(model, text.ToString());
        Assert.Equal(model.Length, text.Length);

        (int Start, int End)[] lines = [.. ClientModel.Lines(model)];
        Assert.Equal(lines.Length, text.LineCount);
        Assert.Equal(lines, Enumerable.Range(0, text.LineCount).Select(line => (text.LineStart(line), text.LineEnd(line))));

        for (int offset = 0; offset <= model.Length; offset += 7)
        {
            int whole = ClientModel.Whole(model, offset);
            foreach (PositionEncoding encoding in Enum.GetValues<PositionEncoding>())
            {
                TextPosition position = text.PositionOf(whole, encoding);
                Assert.Equal(whole, text.OffsetOf(position, encoding));
            }
        }
    }

    [Theory]
    [InlineData(0, 5, "same!")]
    [InlineData(3, 3, "😀\r\n")]
    [InlineData(0, 9, "")]
    public void A_replaced_part_leaves_the_other_text_as_it_was(int start, int end, string replacement)
    {
        DocumentText before = new("same text");
        DocumentText after = before.Replace(start, end, replacement);
        Assert.Equal(string.Concat("same text".AsSpan(0, start), replacement, "same text".AsSpan(end)), after.ToString());
        Assert.Equal("same text", before.ToString());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "new")]
    [InlineData("old", "")]
    [InlineData("same", "same")]
    [InlineData("aaa", "aa")]
    [InlineData("abcabc", "abc")]
    [InlineData("x = 1;", "x = 12;")]
    public void The_difference_of_two_texts_is_the_shortest_edit(string before, string after)
    {
        foreach (string around in (string[])["", string.Concat(Enumerable.Repeat("line\r\n", Repetitions))])
        {
            DocumentText left = new(around + before + around);
            DocumentText edited = left.Replace(around.Length, around.Length + before.Length, after);
            foreach (DocumentText right in (DocumentText[])[edited, new(around + after + around)])
            {
                (int start, int end, int endAfter) = left.DifferenceTo(right);

                Assert.Equal(right.ToString(), left.Replace(start, end, right.Slice(start, endAfter - start)).ToString());
                Assert.Equal(Math.Abs(before.Length - after.Length), Math.Max(end, endAfter) - start);
                Assert.Equal(before == after, left.IsSameAs(right));
            }
        }
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 10)]
    [InlineData(5, 4)]
    public void A_part_outside_the_text_is_refused(int start, int end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DocumentText("same text").Replace(start, end, ""));

    [Fact]
    public void An_edit_of_ten_megabytes_copies_little_of_it()
    {
        const int Edits = 1_000;
        const int MostBytesEach = 16 * 1024;
        DocumentText text = new(string.Concat(Enumerable.Repeat("    int value = 1; // 漢字\r\n", 10 * 1024 * 1024 / 26)));
        text = Type(text, 10);

        Assert.InRange(Allocation.LeastOf(rounds: 1, () => Type(text, Edits)) / Edits, 1, MostBytesEach);

        static DocumentText Type(DocumentText text, int edits)
        {
            for (int edit = 0; edit < edits; edit++)
            {
                int start = text.OffsetOf(new(edit * 397 % text.LineCount, 7), PositionEncoding.Utf8);
                text = text.Replace(start, start + (edit % 3), "x\n");
            }

            return text;
        }
    }

    [Fact]
    public void A_line_of_a_megabyte_costs_no_more_than_a_short_one()
    {
        // A new text for each round, since the first look at a text could cost more than later ones.
        Queue<DocumentText> texts = new(Enumerable.Range(0, 5).Select(_ => new DocumentText(new string('é', 1024 * 1024))));
        int offset = 0;
        TextPosition position = default;

        long allocated = Allocation.LeastOf(texts.Count, () =>
        {
            DocumentText text = texts.Dequeue();
            offset = text.OffsetOf(new(0, 1_000_001), PositionEncoding.Utf8);
            position = text.PositionOf(500_000, PositionEncoding.Utf8);
        });

        Assert.Equal(500_000, offset);
        Assert.Equal(new TextPosition(0, 1_000_000), position);
        Assert.Equal(0, allocated);
    }
}
