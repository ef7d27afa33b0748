using LspCompletion.Engine;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class SourceReaderTests
{
    [Theory]
    [InlineData("61 62", "ab")]
    [InlineData("EF BB BF 61", "a")]
    [InlineData("C3 A4 0D 0A", "ä\r\n")]
    public void Utf8_is_read_with_and_without_its_mark(string hex, string text) =>
        Assert.Equal(text, Read(Bytes(hex)).Text);

    [Theory]
    [InlineData("", "a.cs is empty")]
    [InlineData("EF BB BF", "a.cs is empty")]
    [InlineData("61 0A 62 FF", "a.cs is not valid UTF-8 in line 2")]
    [InlineData("C3", "a.cs is not valid UTF-8 in line 1")]
    [InlineData("ED A0 80", "a.cs is not valid UTF-8 in line 1")]
    [InlineData("7F 45 4C 46 00 01", "a.cs is a binary file")]
    [InlineData("FF FE 61 00", "a.cs is UTF-16 text")]
    [InlineData("FE FF 00 61", "a.cs is UTF-16 text")]
    public void What_is_no_source_text_is_refused(string hex, string start) =>
        Assert.StartsWith(start, Refusal(() => Read(Bytes(hex))));

    [Fact]
    public void The_largest_file_is_read_and_one_byte_more_is_refused()
    {
        byte[] largest = new byte[SourceReader.LargestBytes];
        largest.AsSpan().Fill((byte)'a');
        Assert.Equal(SourceReader.LargestBytes, Read(largest).Text.Length);
        Assert.StartsWith("a.cs is larger than 10 MB", Refusal(() => Read([.. largest, (byte)'a'])));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused_by_name()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.StartsWith($"{folder} is a folder", Refusal(() => SourceReader.Read(folder)));
            string file = Path.Combine(folder, "a.cs");
            Assert.StartsWith($"There is no file {file}", Refusal(() => SourceReader.Read(file)));
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    private static SourceText Read(byte[] bytes) => SourceReader.Read(new MemoryStream(bytes), "a.cs");

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static string Refusal(Func<SourceText> read) => Assert.Throws<EngineException>(read).Message;
}
