using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Tests.Languages;

public class SourceScannerTests
{
    [Fact]
    public void Whole_sources_close_all_that_they_open_and_nothing_else()
    {
        Assert.True(SourceFiles.Fixtures.Select(file => file.LanguageId).Distinct().Count() > 24);
        Assert.All(SourceFiles.All, file =>
        {
            string text = SourceFiles.Read(file.Path);
            List<ScanEvent> events = [];
            var scanner = new SourceScanner(LanguageTable.Find(file.LanguageId));

            scanner.Read(text, events);

            ScanEvent[] wrong = [.. events.Where(happened => happened.Kind is ScanEventKind.LeftOpen or ScanEventKind.Surplus)];
            Assert.True(wrong.Length == 0, wrong.Length == 0 ? "" : $"{file.Path}: {wrong[0].Kind} at {Place(text, wrong[0].Position)}");
            Assert.True(
                scanner.Open.ToArray().All(part => part.Literal?.MayEndFile == true), $"{file.Path}: not all is closed at the end.");
        });
    }

    /// <summary>The cursor is <c>$0</c>.</summary>
    [Theory]
    [InlineData("csharp", "int a; // it's $0", "Comment")]
    [InlineData("csharp", "int a; /* \" */ $0", "Code")]
    [InlineData("csharp", "var a = \"b // $0", "Literal")]
    [InlineData("csharp", "var a = $\"b {c$0", "Code")]
    [InlineData("csharp", "var a = $\"b {c} $0", "Literal")]
    [InlineData("csharp", "var a = $\"b {{c $0", "Literal")]
    [InlineData("csharp", "var a = @\"b\\\"; $0", "Code")]
    [InlineData("csharp", "var a = '\"'; $0", "Code")]
    [InlineData("csharp", "var a = \"\"\"\n  \"b\"\n  $0", "Literal")]
    [InlineData("csharp", "var a = $$\"\"\"\n  {b} {{c$0", "Code")]
    [InlineData("csharp", "var a = $$\"\"\"{{{b}} $0", "Literal")]
    [InlineData("csharp", "/// <summary>$0", "Comment")]
    [InlineData("csharp", "#region it's $0", "Code")]
    [InlineData("python", "a = 'b' # $0", "Comment")]
    [InlineData("python", "\"\"\"it's\n$0", "Literal")]
    [InlineData("python", "a = f\"{b:#x} $0", "Literal")]
    [InlineData("python", "a = f\"{b[$0", "Code")]
    [InlineData("python", "a = \"{b$0", "Literal")]
    [InlineData("javascript", "a = /[/'\"]/; $0", "Code")]
    [InlineData("javascript", "a = b / c; // $0", "Comment")]
    [InlineData("javascript", "a = `b ${c ? `d` : ''$0", "Code")]
    [InlineData("javascript", "a = 'it\\'s $0", "Literal")]
    [InlineData("rust", "fn f<'a>(b: &'a str) { $0", "Code")]
    [InlineData("rust", "let a = r#\"b \" $0", "Literal")]
    [InlineData("rust", "/* a /* b */ $0", "Comment")]
    [InlineData("go", "a := `b\n$0", "Literal")]
    [InlineData("shellscript", "echo \"${#a}\" $# # $0", "Comment")]
    [InlineData("shellscript", "cat <<'EOF'\nit's $0", "Literal")]
    [InlineData("shellscript", "echo \"$(ls \"$0", "Literal")]
    [InlineData("shellscript", "echo \"$(ls $0", "Code")]
    [InlineData("shellscript", "echo a#b $0", "Code")]
    [InlineData("ruby", "a = \"b #{c $0", "Code")]
    [InlineData("ruby", "a = %w[b c $0", "Literal")]
    [InlineData("sql", "SELECT 'it''s $0", "Literal")]
    [InlineData("sql", "SELECT 1 -- $0", "Comment")]
    [InlineData("vb", "a = \"b\" ' it's $0", "Comment")]
    [InlineData("lua", "a = [==[ ]] $0", "Literal")]
    [InlineData("lua", "--[[ a\n $0", "Comment")]
    [InlineData("html", "<p>it's $0", "Code")]
    [InlineData("html", "<p class=\"a $0", "Literal")]
    [InlineData("html", "<!-- a $0", "Comment")]
    [InlineData("yaml", "a: it's $0", "Code")]
    [InlineData("yaml", "a: 'b $0", "Literal")]
    [InlineData("yaml", "a: b # $0", "Comment")]
    [InlineData("css", "a { /* $0", "Comment")]
    [InlineData("powershell", "$a = @\"\nb \" $0", "Literal")]
    [InlineData("elixir", "a = \"b #{c $0", "Code")]
    [InlineData("haskell", "a = b' -- $0", "Comment")]
    [InlineData("fsharp", "let a (b: 'c) = $0", "Code")]
    [InlineData("php", "<?php\n$a = 'b'; // $0", "Comment")]
    [InlineData("unknown", "a = \"b $0", "Literal")]
    public void A_place_is_code_or_a_comment_or_a_literal(string language, string source, string kind)
    {
        var scanner = new SourceScanner(LanguageTable.Find(language));

        scanner.Read(source.AsSpan(0, source.IndexOf("$0", StringComparison.Ordinal)), events: null);

        Assert.Equal(kind, scanner.Kind.ToString());
    }

    /// <summary>What is open at the end, by what would close it.</summary>
    [Theory]
    [InlineData("csharp", "void F(int[] a) { if (b", "}|)")]
    [InlineData("csharp", "Map<string, List<int>> a = new(", ")")]
    [InlineData("csharp", "a < b; c(", ")")]
    [InlineData("typescript", "const a: Map<string, (b: c) => d> = {", "}")]
    [InlineData("ruby", "def f\n  return 1 if a\n  b.each do |c|", "end|end")]
    [InlineData("ruby", "def f = 1\nwhile a do\n", "end")]
    [InlineData("ruby", "x = {if: 1, end: 2}\n", "")]
    [InlineData("lua", "local a = function() if b then", "end|end")]
    [InlineData("lua", "for a in b do if c then d() end", "end")]
    [InlineData("shellscript", "if a; then\n  case b in\n    c) d", "fi|esac")]
    [InlineData("shellscript", "echo if then fi", "")]
    [InlineData("vb", "Public Sub F()\n  If a Then Return\n  If b Then", "End Sub|End If")]
    [InlineData("julia", "f(a) = [b for b in a if b]\nfunction g()", "end")]
    [InlineData("elixir", "def f(a), do: b\ndef g(c) do", "end")]
    [InlineData("html", "<div><br><p class='a'>b</p><span", "div|>")]
    [InlineData("c", "#ifdef A\nvoid f(void) {\n#endif\n", "}")]
    public void What_is_open_is_known(string language, string source, string open)
    {
        var scanner = new SourceScanner(LanguageTable.Find(language));

        scanner.Read(source, events: null);

        Assert.Equal(open, string.Join('|', scanner.Open.ToArray().Select(part => part.Close)));
    }

    private static string Place(string text, int position) =>
        $"line {text.AsSpan(0, position).Count('\n') + 1}: {text[position..Math.Min(text.Length, position + 20)]}";
}
