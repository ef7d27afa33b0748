using System.Diagnostics.CodeAnalysis;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// A pattern over paths with forward slashes, by the rules of https://git-scm.com/docs/gitignore#_pattern_format. All
/// ways to match are followed at once, so that no pattern takes more than its length times that of the path.
/// </summary>
internal sealed class GlobPattern
{
    private const int MostStatesOnStack = 256;

    private readonly GlobStep[] _steps;
    private readonly bool _ignoreCase;

    private GlobPattern(GlobStep[] steps, bool ignoreCase)
    {
        _steps = steps;
        _ignoreCase = ignoreCase;
    }

    /// <summary>Reads a pattern.</summary>
    /// <returns>Whether it can match anything: an open bracket or a backslash at the end can't.</returns>
    public static bool TryParse(ReadOnlySpan<char> pattern, bool ignoreCase, [NotNullWhen(true)] out GlobPattern? glob)
    {
        glob = null;
        var steps = new List<GlobStep>(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '?':
                    steps.Add(new GlobStep(GlobStepKind.AnyCharacter));
                    break;
                case '*':
                    i += AddStars(pattern, i, steps) - 1;
                    break;
                case '[':
                    if (!GlobSet.TryParse(pattern[(i + 1)..], out GlobSet? set, out int length))
                        return false;
                    steps.Add(new GlobStep(GlobStepKind.Set, Set: set));
                    i += length;
                    break;
                case '\\':
                    if (++i == pattern.Length)
                        return false;
                    goto default;
                default:
                    steps.Add(new GlobStep(GlobStepKind.Literal, Fold(pattern[i], ignoreCase)));
                    break;
            }
        }

        glob = new GlobPattern([.. steps], ignoreCase);
        return true;
    }

    /// <summary>Whether the whole of a path matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> path)
    {
        if (!MayMatch(path))
            return false;

        int states = _steps.Length + 1;
        Span<bool> current = states <= MostStatesOnStack ? stackalloc bool[states] : new bool[states];
        Span<bool> next = states <= MostStatesOnStack ? stackalloc bool[states] : new bool[states];
        current.Clear();
        Enter(current, 0);
        foreach (char character in path)
        {
            next.Clear();
            for (int i = 0; i < _steps.Length; i++)
            {
                if (current[i])
                    Read(character, i, next);
            }

            Span<bool> read = current;
            current = next;
            next = read;
        }

        return current[_steps.Length];
    }

    /// <summary>Most patterns begin or end with a letter that tells at once that a path is another one.</summary>
    private bool MayMatch(ReadOnlySpan<char> path)
    {
        if (_steps.Length == 0 || path.IsEmpty)
            return true;
        return Agrees(_steps[0], path[0]) && Agrees(_steps[^1], path[^1]);

        bool Agrees(GlobStep step, char character) =>
            step.Kind != GlobStepKind.Literal || step.Character == Fold(character, _ignoreCase);
    }

    /// <summary>Adds the steps of a run of stars; returns the length of what was read of the pattern.</summary>
    private static int AddStars(ReadOnlySpan<char> pattern, int start, List<GlobStep> steps)
    {
        int end = start;
        while (end < pattern.Length && pattern[end] == '*')
            end++;

        bool startsName = start == 0 || pattern[start - 1] == '/';
        if (end - start == 1 || !startsName || (end < pattern.Length && pattern[end] != '/'))
        {
            steps.Add(new GlobStep(GlobStepKind.Star));
            return end - start;
        }

        if (end == pattern.Length)
        {
            steps.Add(new GlobStep(GlobStepKind.Everything));
            return end - start;
        }

        steps.Add(new GlobStep(GlobStepKind.Directories));
        steps.Add(new GlobStep(GlobStepKind.WithinDirectory));
        return end + 1 - start;
    }

    /// <summary>Marks a step as the next to read, and those behind it that are reached without reading.</summary>
    private void Enter(Span<bool> states, int step)
    {
        while (true)
        {
            states[step] = true;
            if (step == _steps.Length)
                return;
            switch (_steps[step].Kind)
            {
                case GlobStepKind.Star or GlobStepKind.Everything:
                    step++;
                    break;
                case GlobStepKind.Directories:
                    step += 2;
                    break;
                default:
                    return;
            }
        }
    }

    private void Read(char character, int index, Span<bool> next)
    {
        GlobStep step = _steps[index];
        bool isSlash = character == '/';
        switch (step.Kind)
        {
            case GlobStepKind.Everything:
            case GlobStepKind.Star when !isSlash:
                Enter(next, index);
                break;
            case GlobStepKind.Directories when !isSlash:
                next[index + 1] = true;
                break;
            case GlobStepKind.WithinDirectory:
                if (isSlash)
                    Enter(next, index - 1);
                else
                    next[index] = true;
                break;
            case GlobStepKind.AnyCharacter when !isSlash:
            case GlobStepKind.Set when !isSlash && step.Set!.Contains(character, _ignoreCase):
            case GlobStepKind.Literal when Fold(character, _ignoreCase) == step.Character:
                Enter(next, index + 1);
                break;
        }
    }

    private static char Fold(char character, bool ignoreCase) =>
        ignoreCase ? char.ToLowerInvariant(character) : character;
}
