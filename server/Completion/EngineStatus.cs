using LspCompletion.Engine.Text;

namespace LspCompletion.Server.Completion;

/// <summary>What the user can see of the engine.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Message">The same in one line, for a person; with an error, its cause and cure.</param>
/// <param name="Percent">How much of the loading is done; <see langword="null"/> if nobody knows.</param>
/// <param name="Model">The model's name, once it is known.</param>
/// <param name="ExecutionProvider">What computes, once it is known.</param>
/// <param name="Destination">The machine that text is sent to; <see langword="null"/> if it stays on this one.</param>
/// <param name="Last">How the last answer came about.</param>
internal sealed record EngineStatus(
    EngineState State,
    string Message,
    int? Percent = null,
    string? Model = null,
    string? ExecutionProvider = null,
    string? Destination = null,
    CompletionRecord? Last = null)
{
    /// <summary>What it is doing in one line, for a person; with an error, its cause and cure.</summary>
    public string Message { get; init => field = OneLine.Of(value); } = OneLine.Of(Message);

    /// <summary>The model's name, once it is known: its manifest's or its engine's word for it.</summary>
    public string? Model { get; init => field = Shown(value); } = Shown(Model);

    /// <summary>The message while the model is being loaded.</summary>
    public const string LoadingMessage = "The model is being loaded.";

    private static string? Shown(string? text) => text is null ? null : OneLine.Of(text);
}
