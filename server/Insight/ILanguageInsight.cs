using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Insight;

/// <summary>
/// What a compiler knows of a language. Completion goes on whatever becomes of it: none of its methods throws for what the
/// compiler stumbles over. Any thread may use it; no method blocks.
/// </summary>
internal interface ILanguageInsight : IDisposable
{
    /// <summary>Raised on any thread, and outside of any lock, when <see cref="Message"/> is another one.</summary>
    event Action? Changed;

    /// <summary>What the user should know, such as how far the loading of projects is; empty if nothing. Reading it takes no lock.</summary>
    string Message { get; }

    /// <summary>Whether it knows anything of a language.</summary>
    /// <param name="languageId">The protocol's identifier, as the client wrote it.</param>
    bool Serves(string languageId);

    /// <summary>Takes other settings, folders or rules, and lets go what they make useless.</summary>
    void Apply(WorkspaceConfiguration configuration);

    /// <summary>
    /// A document of a language that it serves was opened: whatever it keeps of the document belongs to what is returned,
    /// and goes with that.
    /// </summary>
    IDocumentInsight Open(DocumentSnapshot document);
}
