using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// A guide that tells when the compiler has stumbled. It fails nevertheless: the engine then leaves names free, the record
/// says why, and the check of the cache doesn't take the difference for the cache's.
/// </summary>
/// <param name="guide">The guide.</param>
/// <param name="onFailure">Is told of the failure; that its document was closed is none.</param>
internal sealed class CarefulNameGuide(INameGuide guide, Action<Exception> onFailure) : INameGuide
{
    /// <inheritdoc/>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        try
        {
            return guide.NamesAfter(written);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            onFailure(exception);
            throw;
        }
    }
}
