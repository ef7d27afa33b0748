namespace LspCompletion.Server.Commands.Replay;

/// <summary>Types a text as a user would who asks for a completion after every key and accepts those that fit.</summary>
internal static class TypingReplay
{
    /// <summary>Shorter suggestions save no key: accepting takes one, too.</summary>
    private const int ShortestWorthAccepting = 2;

    /// <summary>Presses the keys one by one, as the caller asks for them.</summary>
    /// <param name="text">The text as it is when everything is typed.</param>
    /// <param name="range">The part to type.</param>
    /// <param name="acceptsSuggestions">
    /// Whether a suggestion that is exactly what <paramref name="text"/> goes on with is accepted with one key.
    /// </param>
    /// <param name="complete">Asks for a completion at an offset into <paramref name="text"/>.</param>
    /// <param name="suggestionOf">The text that an answer suggests; empty if it suggests nothing.</param>
    public static IEnumerable<Keystroke<TAnswer>> Type<TAnswer>(
        string text,
        TypedRange range,
        bool acceptsSuggestions,
        Func<int, TAnswer> complete,
        Func<TAnswer, string> suggestionOf)
    {
        int position = range.Start;
        string suggestion = "";
        while (position < range.End)
        {
            bool accepts = acceptsSuggestions
                && suggestion.Length >= ShortestWorthAccepting
                && text.AsSpan(position, range.End - position).StartsWith(suggestion, StringComparison.Ordinal);
            int length = accepts ? suggestion.Length : LengthOfOneKey(text, position);
            position += length;

            TAnswer answer = complete(position);
            suggestion = suggestionOf(answer);
            yield return new Keystroke<TAnswer>(position, length, accepts, answer);
        }
    }

    private static int LengthOfOneKey(string text, int position)
    {
        bool isPair = position + 1 < text.Length
            && (char.IsSurrogatePair(text[position], text[position + 1])
                || (text[position] == '\r' && text[position + 1] == '\n'));
        return isPair ? 2 : 1;
    }
}
