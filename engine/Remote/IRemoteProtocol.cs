using System.Text.Json;

namespace LspCompletion.Engine.Remote;

/// <summary>How an engine on another machine is asked, and how it answers.</summary>
internal interface IRemoteProtocol
{
    /// <summary>Writes the properties of a request that say what is to be completed, and how far.</summary>
    /// <param name="json">Stands inside the request's object.</param>
    /// <param name="text">What the model is shown.</param>
    /// <param name="request">The request.</param>
    /// <param name="stops">Texts that end the completion.</param>
    void Write(Utf8JsonWriter json, ShownText text, CompletionRequest request, IReadOnlyList<string> stops);

    /// <summary>Reads an event of the answer.</summary>
    /// <exception cref="EngineException">The event tells of a failure.</exception>
    /// <exception cref="Exception">It isn't what such an engine sends: any that <see cref="JsonElement"/> throws.</exception>
    RemotePiece Read(JsonElement answer);
}
