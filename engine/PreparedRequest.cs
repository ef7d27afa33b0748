using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine;

/// <summary>A request with its prompt, which says what a slot is worth to it. Made by <see cref="CompletionEngine.Prepare"/>.</summary>
public sealed class PreparedRequest
{
    internal PreparedRequest(CompletionRequest request, Prompt prompt, int source)
    {
        Request = request;
        Prompt = prompt;
        Source = source;
    }

    /// <summary>The request.</summary>
    public CompletionRequest Request { get; }

    /// <summary>The prompt's length.</summary>
    public int Tokens => Prompt.Tokens.Length;

    /// <summary>The prompt.</summary>
    internal Prompt Prompt { get; }

    /// <summary>The leading tokens of it that see all of each other.</summary>
    internal int Source { get; }

    /// <summary>The same prompt for a request that differs in nothing that goes into it.</summary>
    public PreparedRequest For(CompletionRequest request) => new(request, Prompt, Source);

    /// <summary>How many tokens of the prompt would have to be computed in a slot.</summary>
    public int MissingFrom(Slot slot) => slot.MissingOf(Prompt.Tokens.AsSpan(), Source);
}
