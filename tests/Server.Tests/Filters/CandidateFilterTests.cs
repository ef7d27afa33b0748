using CsCheck;
using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Tests.Filters;

public class CandidateFilterTests
{
    /// <summary>Behind the beginning of a line, where white space may come.</summary>
    private static readonly Surroundings Inside = new("x", "", "");

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\n\t\r\n")]
    public void White_space_is_dropped(string text) => Check(text, "", "Blank");

    [Theory]
    [InlineData(-1.51, false)]
    [InlineData(-1.5, true)]
    [InlineData(0, true)]
    [InlineData(double.NegativeInfinity, false)]
    [InlineData(double.NaN, false)]
    public void What_the_model_isnt_sure_of_is_dropped(double confidence, bool isKept)
    {
        FilterResult result = CandidateFilter.Apply("x", confidence, -1.5, Inside);

        Assert.Equal(isKept ? new FilterResult("x", null) : new FilterResult("", FilterReason.LowConfidence), result);
        Assert.Equal(new FilterResult("x", null), CandidateFilter.Apply("x", confidence, Confidence.ShowsAll, Inside));
    }

    [Theory]
    [InlineData("", 0.0)]
    [InlineData("a", 0.0)]
    [InlineData("a", -1.5, -1.0, -2.0)]
    [InlineData("a", -0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, -2.0)]
    [InlineData("a", -0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, -2.0)]
    [InlineData("a\n", -0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, -2.0)]
    [InlineData("a\nb", -0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, -2.0)]
    [InlineData("a\r\nb\r\n", -0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -2.0, -2.0)]
    public void How_sure_the_model_is_counts_by_tokens_and_by_lines(string text, double confidence, params double[] logProbabilities)
    {
        Assert.Equal(confidence, Confidence.Of(text, [.. logProbabilities.Select(value => (float)value)]), precision: 6);
    }

    [Theory]
    [InlineData("a + b", "a + b")]
    [InlineData("a && ", "a && ")]
    [InlineData("a;\n", "a;")]
    [InlineData("a;  \r\n\r\n  ", "a;")]
    [InlineData("  a;\n    b;\n", "  a;\n    b;")]
    public void Line_breaks_at_the_end_go_and_a_blank_inside_a_line_stays(string text, string kept) =>
        Check(text, kept, null);

    [Theory]
    [InlineData("Add(item);\nAdd(item);\nAdd(item);", "Add(item);")]
    [InlineData("Add(item);\r\n    Add(item);\r\n    Add(item);\r\n    Add(i", "Add(item);")]
    [InlineData("Add(item);\rAdd(item);\rAdd(item);", "Add(item);")]
    [InlineData("start();\n  Add(item);\n  Add(item);\n  Add(item);\n  Add(it", "start();\n  Add(item);")]
    [InlineData("a = next(b)\nb = next(a)\na = next(b)\nb = next(a)", "a = next(b)\nb = next(a)")]
    [InlineData("a = next(b)\nb = next(a)\na = next(b)\nb = ne", "a = next(b)\nb = next(a)")]
    [InlineData("print(item)\n\nprint(item)\n\nprint(item)\n\nprint(item)", "print(item)")]
    [InlineData("/// <summary>\n/// The name.\n/// <summary>\n/// The name.", "/// <summary>\n/// The name.")]
    public void Lines_that_go_round_in_circles_come_once(string text, string kept) => Check(text, kept, "Repetition");

    [Theory]
    [InlineData(
        "var total = items.Where(item => item.IsNew);\nvar total = items.Where(item => item.IsNew).Sum();\n" +
        "var total = items.Where(item => item.IsNew).Sum().Round();",
        "var total = items.Where(item => item.IsNew);")]
    public void Lines_that_say_the_same_and_more_each_time_come_once(string text, string kept) =>
        Check(text, kept, "Repetition");

    [Theory]
    [InlineData("x = 1;\nconst s = 'abcabcabcabcabcabcabcabcabcabcabcabc", "x = 1;")]
    [InlineData("foo(a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b", "")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "")]
    [InlineData("very very very very very very very very", "")]
    public void A_line_that_circles_within_itself_goes_whole(string text, string kept) =>
        Check(text, kept, "Repetition");

    [Theory]
    [InlineData("}\n}\n}\n}")]
    [InlineData("        }\n    }\n}")]
    [InlineData("end\nend\nend")]
    [InlineData("0, 0, 0, 0,\n0, 0, 0, 1,\n0, 0, 0, 0,")]
    [InlineData("// ------------------------------------------------------------")]
    [InlineData("writer.WriteLine();\nwriter.WriteLine();")]
    [InlineData("case 1:\n    return true;\ncase 2:\n    return true;")]
    [InlineData("if (a)\n    return;\nif (b)\n    return;\nif (c)\n    return;")]
    [InlineData("x                                                       = 1")]
    [InlineData("public string CustomerName;\npublic string CustomerNameAndAddress;\npublic string CustomerCity;")]
    public void Code_that_is_so_by_nature_stays(string text) => Check(text, text, null);

    [Fact]
    public void What_was_filtered_stays_as_it_is() =>
        Gen.String[Gen.Char["ab(} \n\r"], 0, 120].Sample(
            text =>
            {
                FilterResult once = CandidateFilter.Apply(text, 0, -1, Inside);

                Assert.StartsWith(once.Text, text, StringComparison.Ordinal);
                Assert.True(once.IsDropped || once.Text == CandidateFilter.Apply(once.Text, 0, -1, Inside).Text);
                Assert.True(!once.IsDropped || once.Explanation is not null);
            },
            iter: 10_000);

    private static void Check(string text, string kept, string? reason)
    {
        FilterResult result = CandidateFilter.Apply(text, confidence: -0.1, confidenceThreshold: -1.5, Inside);

        Assert.Equal((kept, reason), (result.Text, result.Reason?.ToString()));
        Assert.Equal(reason is null, result.Explanation is null);
    }
}
