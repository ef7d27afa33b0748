namespace LspCompletion.Engine.Decoding;

/// <summary>Tells where generated text begins to repeat what already stands after the cursor.</summary>
internal interface ISuffixRule
{
    /// <summary>Reads the next character; before a line feed <see cref="EndLine"/> is asked.</summary>
    /// <param name="character">The character.</param>
    /// <param name="position">Its position in the generated text.</param>
    /// <returns>The length at which the text ends; <see langword="null"/> to go on.</returns>
    int? Read(char character, int position);

    /// <summary>The line is complete, because a line feed comes next or because nothing does.</summary>
    /// <param name="length">The length of the generated text, without the line feed.</param>
    /// <returns>The length at which the text ends; <see langword="null"/> to go on.</returns>
    int? EndLine(int length);

    /// <summary>The length from which on the text may still turn out to be a repetition.</summary>
    /// <param name="length">The length of the generated text.</param>
    int HeldFrom(int length);
}
