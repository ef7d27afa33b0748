using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Completions for commands, by the stages that the server has: nobody types meanwhile, so nothing is in a hurry, and what
/// is measured is what ships.
/// </summary>
/// <param name="backend">Writes.</param>
/// <param name="clock">The time.</param>
internal sealed class UnhurriedCompletion(IBackend backend, TimeProvider clock)
{
    /// <summary>Milliseconds that a compiler's check may take.</summary>
    private const int CheckMs = 10 * 60_000;

    private readonly Writing _writing = new(() => backend);

    /// <summary>Settings by which neither model nor compiler has to hurry.</summary>
    public static ServerSettings Unhurried(ServerSettings settings) =>
        settings with { TimeLimitMs = int.MaxValue, CSharpCheckMs = CheckMs };

    /// <summary>Completes.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="configuration">What is set; see <see cref="Unhurried"/>.</param>
    /// <param name="insight">What a compiler knows of the document.</param>
    /// <param name="context">What the prompt shows besides the document, the most valuable last.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was written, and what of it would be shown.</returns>
    /// <exception cref="EngineException">It can't be written.</exception>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    public async Task<(Written Written, Shown Shown)> CompleteAsync(
        CompletionQuery query,
        WorkspaceConfiguration configuration,
        IDocumentInsight insight,
        IReadOnlyList<ContextFile> context,
        CancellationToken cancellationToken)
    {
        PlacedQuery asked = PlacedQuery.At(query, context, configuration, insight);
        Written written = await _writing
            .WriteAsync(asked, Candidate.Likeliest, onText: null, Urgency.Interactive, cancellationToken).ConfigureAwait(false);
        Shown shown = await new Showing(_writing, clock).ShowAsync(asked, written.Kept, cancellationToken).ConfigureAwait(false);
        return (written, shown);
    }
}
