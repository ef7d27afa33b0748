using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Remote;

/// <summary>Which engine on another machine writes, and what it is sent.</summary>
public sealed record RemoteOptions
{
    /// <summary>
    /// The endpoint: <c>/infill</c> of llama.cpp, or one that ends in <c>/completions</c> and takes what OpenAI's took.
    /// </summary>
    public required Uri Address { get; init; }

    /// <summary>The model's name there; empty: the first that the engine names, or none.</summary>
    public string Model { get; init; } = "";

    /// <summary>
    /// The name of the model's fill-in-the-middle format, by which prompts are written here. Empty: the engine is given
    /// prefix and suffix, and writes them itself. Without meaning for <c>/infill</c>, which always does.
    /// </summary>
    public string Format { get; init; } = "";

    /// <summary>The key that the engine asks for; <see langword="null"/> if there is none.</summary>
    public string? Key { get; init; }

    /// <summary>The proxy; <see langword="null"/> for what the environment says.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The most tokens of each share of a prompt; how many a text has is estimated.</summary>
    public PromptBudget Budget { get; init; } = new();
}
