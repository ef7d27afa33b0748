using LspCompletion.Engine;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>What a server asks of the process that runs its model.</summary>
/// <param name="Id">By which the process asks back, and tells of text; each once in a connection.</param>
/// <param name="Document">The document's URI.</param>
/// <param name="Request">What is to be completed, without its guide.</param>
/// <param name="Urgency">Whether somebody waits.</param>
/// <param name="HasGuide">Whether the server knows names while the completion is written.</param>
/// <param name="WantsText">Whether it wants the completion piece by piece.</param>
internal sealed record SharedRequest(
    long Id, string Document, CompletionRequest Request, Urgency Urgency, bool HasGuide, bool WantsText);
