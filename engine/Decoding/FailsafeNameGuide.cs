namespace LspCompletion.Engine.Decoding;

/// <summary>
/// A guide that leaves all names free once it has failed: whatever becomes of who knows the names, the completion goes on.
/// </summary>
/// <param name="guide">The guide.</param>
internal sealed class FailsafeNameGuide(INameGuide guide) : INameGuide
{
    /// <summary>Why names are free from then on, in words; <see langword="null"/> while the guide is asked.</summary>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        if (Failure is not null)
            return null;

        try
        {
            return guide.NamesAfter(written);
        }
        catch (Exception exception)
        {
            string cause = exception is EngineException ? exception.Message : $"the guide failed ({exception.GetType().Name})";
            Failure = $"names are left free: {cause}";
            return null;
        }
    }
}
