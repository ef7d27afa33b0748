using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Insight;

/// <summary>
/// What a compiler knows of one open document. Whoever opened it disposes of it when the document is closed; from then on
/// it knows nothing, and opens nothing again. Any thread may use it; no method blocks but <see cref="GuideAt"/>, which may
/// take a moment.
/// </summary>
internal interface IDocumentInsight : IDisposable
{
    /// <summary>The document will be completed soon: what that takes is prepared in the background.</summary>
    /// <param name="document">The document as it is now.</param>
    void Prepare(DocumentSnapshot document);

    /// <summary>The declarations that the model should be shown at a place, the most valuable first.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cursor">The place, in UTF-16 code units.</param>
    /// <param name="configuration">Says whether there are to be any, and of which files.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
        DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken);

    /// <summary>Knows which names may come at a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="anchor">An offset at or before the place, in UTF-16 code units.</param>
    /// <param name="typed">What stands between the two, or will when the completion is shown.</param>
    /// <param name="settings">Say whether names are guided.</param>
    /// <returns><see langword="null"/> if nothing is known.</returns>
    INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings);

    /// <summary>Says what of a suggestion is right, within the time that the settings leave for it.</summary>
    /// <param name="document">The document without it.</param>
    /// <param name="start">Where it goes, in UTF-16 code units.</param>
    /// <param name="end">Where what it replaces ends.</param>
    /// <param name="text">The suggestion.</param>
    /// <param name="settings">Say whether there is a check, and how long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The verdict, and what is to be shown; empty if nothing.</returns>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    Task<CheckedText> CheckAsync(
        DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken);
}
