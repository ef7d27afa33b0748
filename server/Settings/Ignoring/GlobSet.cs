using System.Diagnostics.CodeAnalysis;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// A set of characters as patterns write it: <c>[a-z_]</c>, <c>[!0-9]</c> or <c>[^0-9]</c>, <c>[[:alpha:]]</c>.
/// </summary>
internal sealed class GlobSet
{
    private readonly List<(char First, char Last)> _ranges = [];
    private readonly List<Func<char, bool>> _classes = [];
    private readonly bool _isNegated;

    private GlobSet(bool isNegated) => _isNegated = isNegated;

    /// <summary>Reads a set.</summary>
    /// <param name="pattern">The pattern behind the opening bracket.</param>
    /// <param name="set">The set.</param>
    /// <param name="length">The length of the set in the pattern, the closing bracket included.</param>
    /// <returns>Whether there is a set: false where the bracket isn't closed or a class is unknown.</returns>
    public static bool TryParse(ReadOnlySpan<char> pattern, [NotNullWhen(true)] out GlobSet? set, out int length)
    {
        set = null;
        length = 0;
        int position = pattern is ['!' or '^', ..] ? 1 : 0;
        int first = position;
        var parsed = new GlobSet(isNegated: first > 0);
        while (position < pattern.Length)
        {
            // A closing bracket that comes first is a member.
            if (pattern[position] == ']' && position > first)
            {
                set = parsed;
                length = position + 1;
                return true;
            }

            if (pattern[position..] is ['[', ':', ..])
            {
                int end = pattern[(position + 2)..].IndexOf(']');
                if (end < 0)
                    return false;
                ReadOnlySpan<char> name = pattern.Slice(position + 2, end);

                // Without a second colon this is a bracket and a colon, nothing special.
                if (name is [.., ':'])
                {
                    if (ClassNamed(name[..^1]) is not { } isMember)
                        return false;
                    parsed._classes.Add(isMember);
                    position += end + 3;
                    continue;
                }
            }

            if (!TryReadMember(pattern, ref position, out char from))
                return false;
            char to = from;
            if (pattern[position..] is ['-', not ']', ..])
            {
                position++;
                if (!TryReadMember(pattern, ref position, out to))
                    return false;
            }

            parsed._ranges.Add((from, to));
        }

        return false;
    }

    /// <summary>Whether a character belongs to the set.</summary>
    public bool Contains(char character, bool ignoreCase) => _isNegated != (ignoreCase
        ? IsMember(char.ToLowerInvariant(character)) || IsMember(char.ToUpperInvariant(character))
        : IsMember(character));

    private bool IsMember(char character) =>
        _ranges.Exists(range => range.First <= character && character <= range.Last)
        || _classes.Exists(isMember => isMember(character));

    private static bool TryReadMember(ReadOnlySpan<char> pattern, ref int position, out char member)
    {
        if (pattern[position] == '\\')
            position++;
        member = position < pattern.Length ? pattern[position] : '\0';
        return position++ < pattern.Length;
    }

    /// <summary>The classes of POSIX, which Git knows in ASCII only.</summary>
    private static Func<char, bool>? ClassNamed(ReadOnlySpan<char> name) => name switch
    {
        "alnum" => char.IsAsciiLetterOrDigit,
        "alpha" => char.IsAsciiLetter,
        "blank" => character => character is ' ' or '\t',
        "cntrl" => character => character is < ' ' or '\x7f',
        "digit" => char.IsAsciiDigit,
        "graph" => character => character is > ' ' and < '\x7f',
        "lower" => char.IsAsciiLetterLower,
        "print" => character => character is >= ' ' and < '\x7f',
        "punct" => character => character is > ' ' and < '\x7f' && !char.IsAsciiLetterOrDigit(character),
        "space" => character => character is ' ' or (>= '\t' and <= '\r'),
        "upper" => char.IsAsciiLetterUpper,
        "xdigit" => char.IsAsciiHexDigit,
        _ => null,
    };
}
