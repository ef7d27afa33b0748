using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// A guide that leaves everything free once the compiler has stumbled, or the document is closed: the completion goes on
/// without it.
/// </summary>
/// <param name="guide">The guide.</param>
/// <param name="onFailure">Is told of the failure, once.</param>
internal sealed class CarefulNameGuide(INameGuide guide, Action<Exception> onFailure) : INameGuide
{
    private bool _hasFailed;

    /// <inheritdoc/>
    public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
    {
        if (_hasFailed)
            return null;

        try
        {
            return guide.NamesAfter(written);
        }
        catch (OperationCanceledException)
        {
            _hasFailed = true;
            return null;
        }
        catch (Exception exception)
        {
            _hasFailed = true;
            onFailure(exception);
            return null;
        }
    }
}
