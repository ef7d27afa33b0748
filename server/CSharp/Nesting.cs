using System.Buffers;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// Tells texts that the compiler's parser must not be given: where it tries to read parentheses as a tuple type, or angle
/// brackets as type arguments, it calls itself for each, unguarded, and ends the process when the stack is full.
/// </summary>
internal static class Nesting
{
    /// <summary>Nobody writes more; the parser's stack holds some thousands.</summary>
    private const int Deepest = 400;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("()<>;{}");

    /// <summary>Whether parentheses and angle brackets are open within each other more often than anybody would write.</summary>
    public static bool IsTooDeep(ReadOnlySpan<char> text)
    {
        int depth = 0;
        int next;
        while ((next = text.IndexOfAny(Brackets)) >= 0)
        {
            // The end of a statement ends them all: a less-than is never closed.
            depth = text[next] switch
            {
                '(' or '<' => depth + 1,
                ')' or '>' => Math.Max(0, depth - 1),
                _ => 0,
            };
            if (depth > Deepest)
                return true;
            text = text[(next + 1)..];
        }

        return false;
    }
}
