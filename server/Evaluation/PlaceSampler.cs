using System.Text.RegularExpressions;

namespace LspCompletion.Server.Evaluation;

/// <summary>Chooses what to blank out of files in any language: of every file the same number of places, lines and rests of lines in turn.</summary>
internal static partial class PlaceSampler
{
    /// <summary>A line with fewer words and signs has nothing to blank out.</summary>
    private const int FewestTokens = 3;

    /// <summary>Longer lines nobody typed.</summary>
    private const int LongestLine = 300;

    /// <summary>Chooses places.</summary>
    /// <param name="files">The names of the files and their texts.</param>
    /// <param name="count">How many; fewer if there aren't as many.</param>
    /// <param name="seed">The same seed chooses the same.</param>
    public static IReadOnlyList<EvaluationCase> Choose(IEnumerable<(string Name, string Text)> files, int count, int seed)
    {
        var random = new Random(seed);
        Queue<EvaluationCase>[] byFile =
        [
            .. files.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => new Queue<EvaluationCase>(Candidates(file.Name, file.Text, random))),
        ];
        random.Shuffle(byFile);

        List<EvaluationCase> chosen = [];
        for (int before = -1; chosen.Count < count && chosen.Count > before;)
        {
            before = chosen.Count;
            foreach (Queue<EvaluationCase> ofFile in byFile)
            {
                if (chosen.Count < count && ofFile.TryDequeue(out EvaluationCase? one))
                    chosen.Add(one);
            }
        }

        return [.. chosen.OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Start)];
    }

    /// <summary>The places of a file in random order. None takes a part of another's line.</summary>
    private static List<EvaluationCase> Candidates(string name, string text, Random random)
    {
        Match[] lines = [.. Line().Matches(text).Cast<Match>()];
        random.Shuffle(lines);
        List<EvaluationCase> found = [];
        foreach (Match line in lines)
        {
            if (CaseIn(name, line.Index, line.Value, isWhole: found.Count % 2 == 0, random) is { } one)
                found.Add(one);
        }

        return found;
    }

    /// <summary>What is blanked out of a line: all of it but its indentation, or from some token on.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="start">Where the line begins, in UTF-16 code units.</param>
    /// <param name="line">The line.</param>
    /// <param name="isWhole">Whether it is all of it.</param>
    /// <param name="random">Chooses the token.</param>
    /// <returns><see langword="null"/> where the line is too short, or too long, or has no words.</returns>
    public static EvaluationCase? CaseIn(string name, int start, string line, bool isWhole, Random random)
    {
        MatchCollection tokens = Token().Matches(line);
        if (line.Length > LongestLine || tokens.Count < FewestTokens || !tokens.Any(token => char.IsLetter(token.Value[0])))
            return null;

        int from = tokens[isWhole ? 0 : random.Next(1, tokens.Count - 1)].Index;
        int end = tokens[^1].Index + tokens[^1].Length;
        return new EvaluationCase(name, start + from, end - from, isWhole ? BlankKind.Line : BlankKind.RestOfLine);
    }

    [GeneratedRegex(@"[^\r\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"[\p{L}\p{M}\p{Nd}_]+|[^\s\p{L}\p{M}\p{Nd}_]", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
