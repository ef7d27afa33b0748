using CsCheck;
using LspCompletion.Server.Settings.Ignoring;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Settings.Ignoring;

/// <summary>The lines of a .gitignore, a file's path relative to it, and whether the file is ignored.</summary>
public class IgnoreRulesTests
{
    public static TheoryData<string, string, bool> Rows { get; } = new()
    {
        // Blank lines and comments.
        { "", "a", false },
        { "\n\n", "a", false },
        { "# a", "# a", false },
        { "#a", "a", false },
        { "\\#a", "#a", true },
        { " #a", " #a", true },

        // Names match at every depth.
        { "a", "a", true },
        { "a", "b/a", true },
        { "a", "a/b/c", true },
        { "a", "ab", false },
        { "a b", "x/a b", true },

        // Stars and question marks end at slashes.
        { "*.log", "a.log", true },
        { "*.log", "x/y/a.log", true },
        { "*.log", "a.log.txt", false },
        { "a*c", "abbc", true },
        { "a*c", "ac", true },
        { "x/*", "x/a", true },
        { "x/*/c", "x/a/c", true },
        { "x/*/c", "x/c", false },
        { "x/*/c", "x/a/b/c", false },
        { "a?c", "abc", true },
        { "a?c", "ac", false },
        { "x?y", "x/y", false },
        { "*", "a", true },

        // A slash in front or inside ties to the folder.
        { "/a", "a", true },
        { "/a", "b/a", false },
        { "x/a", "x/a", true },
        { "x/a", "b/x/a", false },
        { "//a", "a", false },

        // A slash behind means folders.
        { "a/", "a", false },
        { "a/", "a/b", true },
        { "a/", "x/a/b/c", true },
        { "/a/", "x/a/b", false },
        { "x/a/", "x/a/b", true },
        { "/", "a", false },
        { "a//", "a/b", false },

        // Two stars.
        { "**/a", "a", true },
        { "**/a", "x/y/a", true },
        { "**/x/a", "y/x/a", true },
        { "**/x/a", "yx/a", false },
        { "x/**", "x/a/b", true },
        { "x/**", "x", false },
        { "x/**", "y/x/a", false },
        { "x/**/a", "x/a", true },
        { "x/**/a", "x/y/z/a", true },
        { "x/**/a", "x/ya", false },
        { "x/***/a", "x/y/z/a", true },
        { "x/a**", "x/abc", true },
        { "a**b", "axxb", true },
        { "**", "a/b", true },
        { "**/", "a", false },
        { "**/", "a/b", true },

        // Sets.
        { "[ab]c", "bc", true },
        { "[ab]c", "cc", false },
        { "[a-c]", "b", true },
        { "[a-c]", "d", false },
        { "[!a]", "b", true },
        { "[!a]", "a", false },
        { "[^a]", "b", true },
        { "[]a]", "]", true },
        { "[]-]", "-", true },
        { "[a-]", "-", true },
        { "[\\]]", "]", true },
        { "[[:digit:]]x", "7x", true },
        { "[[:digit:]]x", "ax", false },
        { "[![:alpha:]_]x", "-x", true },
        { "[[:nothing:]]", "n", false },
        { "[:a]", ":", true },
        { "[a", "[a", false },
        { "x[/]y", "x/y", false },
        { "x[!a]y", "x/y", false },

        // Backslashes.
        { "\\a", "a", true },
        { "\\!a", "!a", true },
        { "a\\", "a", false },
        { "\\[a]", "[a]", true },

        // White space at the end.
        { "a  ", "a", true },
        { "a\\ ", "a ", true },
        { "a\\  ", "a ", true },
        { "a\\  ", "a  ", false },
        { "a\t", "a", false },
        { "a\r\nb\r", "a", true },

        // What is taken back; not from within an ignored folder.
        { "*.log\n!b.log", "b.log", false },
        { "*.log\n!b.log", "a.log", true },
        { "!b.log\n*.log", "b.log", true },
        { "x/\n!x/a", "x/a", true },
        { "x/*\n!x/a", "x/a", false },
        { "/*\n!/x/", "x/a", false },
        { "/*\n!/x/\n/x/*\n!/x/a", "x/b", true },
        { "!", "a", false },
        { "a\n!!a", "a", true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_file_is_ignored_by_the_rules_that_Git_documents(string lines, string path, bool isIgnored) =>
        Assert.Equal(isIgnored, IsIgnored(lines, path, ignoreCase: false));

    [Fact]
    public void Git_agrees_with_each_row()
    {
        // Not to be had as a file's name on Windows: what ends in a space.
        (string Lines, string Path)[] rows =
        [
            .. Rows.Select(row => (row.Data.Item1, row.Data.Item2))
                .Where(row => !OperatingSystem.IsWindows() || row.Item2.IndexOfAny(['?', ':', '"']) < 0)
                .Where(row => !OperatingSystem.IsWindows() || !row.Item2.EndsWith(' ')),
        ];

        Assert.Empty(FindDifferences(rows));
    }

    [Fact]
    public void Git_agrees_on_random_patterns()
    {
        Gen<string> name = Gen.OneOf(
            "a", "b", "ab", "*", "a*", "*b", "?", "[ab]", "[!a]", "[^b]", "\\a", "b?", "*a*", "[a-c]b", "[[:alpha:]]");
        Gen<string> path = Gen.OneOf(name, Gen.OneOf("**")).Array[1, 4].Select(names => string.Join('/', names));
        Gen<string> line = Gen.Select(
            Gen.OneOf("", "", "!"), Gen.OneOf("", "/"), path, Gen.OneOf("", "/", " "),
            (negation, anchor, names, end) => negation + anchor + names + end);
        Gen<string> lines = line.Array[1, 4].Select(all => string.Join('\n', all));
        Gen<string> file = Gen.OneOf("a", "b", "c", "ab", "bb").Array[1, 4].Select(names => string.Join('/', names));

        Gen.Select(lines, file).Array[400].Sample(
            rows => Assert.Empty(FindDifferences(rows)), iter: 3, threads: 1);
    }

    [Theory]
    [InlineData("*.LOG", "a.log")]
    [InlineData("Bin/", "bin/x")]
    [InlineData("[A-C]x", "bX")]
    [InlineData("[[:upper:]]", "a")]
    public void Letters_of_either_case_are_the_same_where_the_file_system_says_so(string lines, string path)
    {
        Assert.True(IsIgnored(lines, path, ignoreCase: true));
        Assert.False(IsIgnored(lines, path, ignoreCase: false));
    }

    [Fact]
    public void A_pattern_of_many_stars_costs_no_more_than_its_length() =>
        Assert.False(IsIgnored(
            string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 2_000), ignoreCase: false));

    /// <summary>Whoever goes back and tries again would be at it for longer than anybody lives.</summary>
    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("**/a/**/a/**/a/**/a/**/b")]
    [InlineData("[!b][!b]*[!b]*[!b]*[!b]*b")]
    public async Task Twenty_thousand_nasty_patterns_take_no_more_than_their_length(string pattern)
    {
        string lines = string.Concat(Enumerable.Repeat($"{pattern}\n", 20_000));
        string path = pattern.Contains('/', StringComparison.Ordinal) ? string.Join('/', Enumerable.Repeat("a", 60)) : new string('a', 120);

        Assert.False(await Task.Run(() => IsIgnored(lines, path, ignoreCase: true), TestContext.Current.CancellationToken)
            .WithPatienceAsync("the rules to be looked through"));
    }

    [Fact]
    public void No_text_makes_reading_or_matching_throw() =>
        Gen.Select(Gen.String[Gen.Char["ab*?[]!^-\\/# \r\n:"], 0, 30], Gen.String[Gen.Char["ab/[:"], 1, 20]).Sample(
            (lines, path) => { IsIgnored(lines, path, ignoreCase: true); }, iter: 20_000);

    private static bool IsIgnored(string lines, string path, bool ignoreCase) =>
        IgnoreRules.Parse(lines, ignoreCase).FindIgnoring(path) is not null;

    /// <summary>The rows on which Git, given each in a folder of its own, is of another opinion.</summary>
    private static List<string> FindDifferences((string Lines, string Path)[] rows)
    {
        using var repository = new TemporaryRepository();
        bool ignoreCase = repository.Git("", "config", "--get", "core.ignorecase").Trim() == "true";
        for (int i = 0; i < rows.Length; i++)
        {
            repository.Write($"row{i}/.gitignore", rows[i].Lines);
            repository.Write($"row{i}/{rows[i].Path}", "");
        }

        HashSet<string> ignored = repository.Ignored(rows.Select((row, i) => $"row{i}/{row.Path}"));
        return
        [
            .. rows.Index()
                .Where(row => ignored.Contains($"row{row.Index}/{row.Item.Path}")
                    != IsIgnored(row.Item.Lines, row.Item.Path, ignoreCase))
                .Select(row => $"{row.Item.Lines.ReplaceLineEndings(" | ")} on {row.Item.Path}"),
        ];
    }
}
