using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Languages;
using LspCompletion.Server.Tests.Languages;

namespace LspCompletion.Server.Tests.Filters;

/// <summary>What holds for any text in any file.</summary>
public class FilterProperties
{
    private const int Places = 5_000;

    /// <summary>What a filter says of copies holds for the file's own text too: that is no fault where it says this.</summary>
    private static readonly FilterReason?[] OfContent =
        [FilterReason.RepeatsSuffix, FilterReason.RepeatsNextLines, FilterReason.RepeatsAbove, FilterReason.Repetition, FilterReason.ControlToken, FilterReason.Secret, FilterReason.InventedName];

    private static readonly string[] BlockEndings = ["(", "[", "{", "=>", "->", "|", " in"];
    private static readonly string[] LongTexts = ["\"\"\"", "'''", "`", "/*", "<<"];

    [Fact]
    public void What_really_stands_at_a_place_is_shown_there()
    {
        var random = new Random(1);
        var places = new Dictionary<string, (int Whole, int All)>();
        List<string> cut = [];
        for (int i = 0; i < Places; i++)
        {
            (string path, string language, string text) = File(random);
            (int start, int end) = Line(text, random);
            int indentation = start + Indentation.LengthOf(text.AsSpan(start, end - start));
            int cursor = random.Next(3) == 0 ? indentation : random.Next(indentation, end + 1);
            string rest = text[cursor..end];
            if (string.IsNullOrWhiteSpace(rest))
                continue;

            FilterResult result = Apply(rest, new Surroundings(text[..cursor], text[end..], language));
            (int whole, int all) = places.GetValueOrDefault(language);
            bool isWhole = result.Text.Trim() == rest.Trim() || OfContent.Contains(result.Reason);
            places[language] = (whole + (isWhole ? 1 : 0), all + 1);
            if (!isWhole)
                cut.Add($"{result.Reason} in {Path.GetFileName(path)}: {text[start..cursor]}|{rest} => {result.Text}");
        }

        string told = string.Join('\n', cut);
        Assert.True(places.Values.Sum(place => place.Whole) >= 0.995 * places.Values.Sum(place => place.All), told);
        Assert.All(places, place => Assert.True(place.Value.Whole >= (0.99 * place.Value.All) - 1, $"{place.Key}:\n{told}"));
    }

    [Fact]
    public void Whatever_a_model_writes_fits_or_is_not_shown()
    {
        var random = new Random(2);
        for (int i = 0; i < Places; i++)
        {
            (string path, string language, string text) = File(random);
            int cursor = random.Next(text.Length + 1);
            string candidate = Candidate(random);
            string before = text[..cursor];
            string after = text[(random.Next(2) == 0 ? cursor : EndOfLine(text, cursor))..];
            Surroundings around = new(before, after, language);

            FilterResult result = Apply(candidate, around);

            string place = $"{path} at {cursor}, written:\n{candidate}\nshown:\n{result.Text}";
            Assert.True(result.Text.Length <= candidate.Length + (4 * around.Line.Length) + 64, place);
            Assert.True(result.Text.AsSpan().Count('\n') <= candidate.AsSpan().Count('\n'), place);
            Assert.True(result.IsDropped || !string.IsNullOrWhiteSpace(result.Text), place);
            Assert.True(!BeginsWithWhiteSpaceInVain(result.Text, around), place);
            Assert.True(!ControlTokens.Unmistakable.Any(token => result.Text.Contains(token, StringComparison.Ordinal)
                && !before.Contains(token, StringComparison.Ordinal) && !after.Contains(token, StringComparison.Ordinal)), place);
            Assert.True(result.IsDropped || KeepsWholeWhatWasWhole(result.Text, before, after, around), place);

            // A suggestion that is asked for again is the same, but for how a text within a literal is indented.
            string again = result.IsDropped ? "" : SuggestionFilter.Apply(result.Text, around).Text;
            Assert.True(result.Text == again || around.AtLine.Kind == TextKind.Literal, $"{place}\nand then:\n{again}");
        }
    }

    private static FilterResult Apply(string text, Surroundings around)
    {
        FilterResult candidate = CandidateFilter.Apply(text, confidence: 0, confidenceThreshold: -1, around);
        return candidate.IsDropped ? candidate : SuggestionFilter.Apply(candidate.Text, around);
    }

    private static (string Path, string LanguageId, string Text) File(Random random)
    {
        // Half of the places are in other languages than this repository's own.
        IReadOnlyList<(string Path, string LanguageId)> files = random.Next(2) == 0 ? SourceFiles.Fixtures : SourceFiles.All;
        (string path, string languageId) = files[random.Next(files.Count)];
        return (path, languageId, SourceFiles.Read(path));
    }

    /// <summary>A stretch of some file, of the same language or of another, sometimes with white space before it, or a token.</summary>
    private static string Candidate(Random random)
    {
        (_, _, string text) = File(random);
        int start = random.Next(2) == 0 ? Line(text, random).Start : random.Next(text.Length);
        string stretch = text.Substring(start, Math.Min(text.Length - start, random.Next(1, 200)));
        return random.Next(8) switch
        {
            0 => new string(' ', random.Next(24)) + stretch,
            1 => "\n" + stretch,
            2 => stretch + ControlTokens.Unmistakable[random.Next(ControlTokens.Unmistakable.Count)] + stretch,
            3 => stretch.Split('\n')[0],
            4 => stretch.TrimStart().Split('\n')[0],
            _ => stretch,
        };
    }

    private static (int Start, int End) Line(string text, Random random)
    {
        int position = random.Next(text.Length);
        int start = text.LastIndexOf('\n', Math.Max(0, position - 1)) + 1;
        return (Math.Min(start, EndOfLine(text, start)), EndOfLine(text, start));
    }

    private static int EndOfLine(string text, int position)
    {
        int end = text.IndexOf('\n', position);
        return end < 0 ? text.Length : end;
    }

    /// <summary>Whether there is white space where there is some already, or where the cursor has been indented.</summary>
    private static bool BeginsWithWhiteSpaceInVain(string text, Surroundings around)
    {
        if (text.Length == 0 || !char.IsWhiteSpace(text[0]))
            return false;
        if (!around.IsInIndentation)
            return text[0] != '\n' && char.IsWhiteSpace(around.Line[^1]);

        // Where the cursor stands further out than the line should begin, the text may make up for it.
        int column = Indentation.ColumnsOf(around.Line) + Indentation.ColumnsOf(text);
        int above = around.LinesAbove().Select(line => Indentation.ColumnsOf(line)).FirstOrDefault();
        return text[0] == '\n' || column > above + 8;
    }

    /// <summary>Counted by a scan of the whole file, without and with the suggestion in it.</summary>
    private static bool KeepsWholeWhatWasWhole(string text, string before, string after, Surroundings around)
    {
        (int surplus, int open) = Count(before + after, around.Language);
        (int surplusWith, int openWith) = Count(before + text + after, around.Language);
        if (surplusWith > surplus)
            return false;
        if (openWith <= open)
            return true;

        // A block that begins at the end of a line: of brackets, with what it is given, of words or tags, or a long text.
        return around.IsAtLineEnd && (
            around.Language.Blocks.Count > 0 || around.Language.HasTags
            || text.Split('\n').Any(line => BlockEndings.Any(ending => line.TrimEnd().EndsWith(ending, StringComparison.Ordinal))
                || around.Language.LineComments.Any(comment => line.Contains(comment.Open, StringComparison.Ordinal)))
            || LongTexts.Any(opening => text.Contains(opening, StringComparison.Ordinal)));
    }

    private static (int Surplus, int Open) Count(string text, Language language)
    {
        List<ScanEvent> events = [];
        var scanner = new SourceScanner(language);
        scanner.Read(text, events);
        int open = scanner.Open.ToArray().Count(part => part is not { Kind: OpenKind.Comment, Close: "" } && part.Literal?.MayEndFile != true);
        return (
            events.Count(happened => happened.Kind == ScanEventKind.Surplus),
            open + events.Count(happened => happened.Kind == ScanEventKind.LeftOpen && happened.Part is not { Kind: OpenKind.Comment, Close: "" }));
    }
}
