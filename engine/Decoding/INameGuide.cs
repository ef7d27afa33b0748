namespace LspCompletion.Engine.Decoding;

/// <summary>Knows, while a completion is written, which names may come next. Called on the model's thread.</summary>
public interface INameGuide
{
    /// <summary>Says what may come behind the text written so far.</summary>
    /// <param name="written">The completion so far.</param>
    /// <returns>
    /// The names; <see cref="AllowedNames.Unknown"/> where a name is due and nobody knows which there are;
    /// <see langword="null"/> where anything may come.
    /// </returns>
    AllowedNames? NamesAfter(ReadOnlySpan<char> written);
}
