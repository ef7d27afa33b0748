using System.Text.RegularExpressions;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds names of people and companies that the model knows from its training: where an author, an owner of rights or an
/// address for mail is named, a name has to stand in the user's own text.
/// </summary>
internal static partial class InventedNames
{
    /// <summary>Languages whose values need no quotes.</summary>
    private static readonly string[] DataLanguages = ["yaml", "toml", "ini", "ignore", "dockerfile", "html", "xml"];

    /// <summary>What such lines say besides names.</summary>
    private static readonly HashSet<string> OtherWords = new(
        ("copyright all rights reserved licensed license licence licensed under the this file source code software is apache mit bsd gpl gnu lgpl agpl mpl isc " +
        "version author authors maintainer maintainers see project root for information full text distributed spdx identifier unless required by permission " +
        "and or of in to with without warranty warranties any kind created written on date name email mail you may not use except compliance copy at free " +
        "public affero lesser general mozilla creative commons unlicense january february march april may june july august september october november december " +
        "none unknown todo fixme contributors contributor original owner company organization reviewed signed off co authored reported").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The length of the completion up to the line with the first such name; <see langword="null"/> where there is none.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindCut(string text, Surroundings around)
    {
        if (Placeholder().Matches(text).FirstOrDefault(found => !StandsIn(found.Value, around.Prefix) && !StandsIn(found.Value, around.Suffix)) is { } placeholder)
            return Math.Max(0, text.LastIndexOf('\n', placeholder.Index));
        if (!Attribution().IsMatch(around.Line + text) && !text.Contains('@', StringComparison.Ordinal) && !AsksForName().IsMatch(around.Line))
            return null;

        string code = IsText(around.Language) ? new string(' ', text.Length) : around.CodeOf(text);
        int start = 0;
        foreach (string line in text.Split('\n'))
        {
            string before = start == 0 ? around.Line : "";
            if (Names(before, line).Any(name => IsOutsideCode(code, start + name.Index, name.Length) && !IsKnown(name.Value, around)))
                return Math.Max(0, start - 1);
            start += line.Length + 1;
        }

        return null;
    }

    private static IEnumerable<Match> Names(string before, string line)
    {
        IEnumerable<Match> addresses = MailAddress().Matches(line).Where(address => !IsExample(address.Value));
        if (AsksForName().IsMatch(before))
            return addresses.Concat(Word().Matches(line));

        // What comes before the word that names somebody is about something else.
        Match attribution = Attribution().Match(before + line);
        int from = attribution.Index + attribution.Length - before.Length;
        return attribution.Success ? addresses.Concat(CapitalWord().Matches(line).Where(word => word.Index >= from - 1)) : addresses;
    }

    private static bool IsText(Language language) =>
        language.IsProse || language == LanguageTable.Unknown || DataLanguages.Contains(language.Name);

    /// <summary>Code names what it likes: only comments and literals speak of people.</summary>
    private static bool IsOutsideCode(string code, int start, int length) => code.AsSpan(start, length).IsWhiteSpace();

    private static bool IsKnown(string name, Surroundings around) =>
        OtherWords.Contains(name) || StandsIn(name, around.Prefix) || StandsIn(name, around.Suffix) || around.Shown.Any(text => StandsIn(name, text));

    private static bool StandsIn(string name, string text)
    {
        for (int start = text.IndexOf(name, StringComparison.Ordinal); start >= 0; start = text.IndexOf(name, start + 1, StringComparison.Ordinal))
        {
            int end = start + name.Length;
            if ((start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }

    /// <summary>Whether an address for mail belongs to nobody.</summary>
    private static bool IsExample(string address) =>
        address.Contains("@example.", StringComparison.OrdinalIgnoreCase) || address.EndsWith(".example", StringComparison.OrdinalIgnoreCase)
        || address.EndsWith(".test", StringComparison.OrdinalIgnoreCase) || address.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"\b(authors?|copyright|maintainers?|licensed (to|by)|written by|created by|signed-off-by|co-authored-by|reviewed-by|reported-by|all rights reserved|@author|__author__)\b|\(c\)\s*([12][0-9]{3}|\p{Lu})|\u00A9",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Attribution();

    [GeneratedRegex(
        @"\b(authors?|maintainers?|copyright|written by|created by|licensed (to|by)|signed-off-by|co-authored-by|reviewed-by|reported-by|contact|company|organi[sz]ation|publisher)\b[\s_""'`:=(<>\[*-]*(\(c\)|\u00A9)?[\s0-9,-]*[""'`(]?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AsksForName();

    /// <summary>What stands in place of people's names and secrets in texts that models are trained with.</summary>
    [GeneratedRegex("<(NAME|EMAIL|KEY|PASSWORD|IP_ADDRESS|USERNAME)>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"[\w.+\-]+@[\w\-]+(\.[\w\-]+)+", RegexOptions.CultureInvariant)]
    private static partial Regex MailAddress();

    [GeneratedRegex(@"\p{L}[\p{L}\p{Nd}'\-]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\p{L}\p{Nd}])\p{Lu}[\p{L}\p{Nd}'\-]+", RegexOptions.CultureInvariant)]
    private static partial Regex CapitalWord();
}
