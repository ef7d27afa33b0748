using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp;

/// <summary>One completion with all that the compiler knows, for who has the time to wait for the projects.</summary>
internal static class CSharpCompletion
{
    /// <summary>Completes.</summary>
    /// <param name="engine">The model.</param>
    /// <param name="slot">A slot of it.</param>
    /// <param name="request">The document, cut at the cursor.</param>
    /// <param name="folder">The folder of the projects.</param>
    /// <param name="file">The document's path.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The completion, cut to what binds, and what the check said.</returns>
    /// <exception cref="EngineException">There is no such folder.</exception>
    public static (CompletionResult Result, CheckVerdict Verdict) Complete(
        CompletionEngine engine,
        Slot slot,
        CompletionRequest request,
        string folder,
        string file,
        CancellationToken cancellationToken)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
            throw new EngineException($"There is no folder {folder}: name one that holds C# projects.");

        // Nobody types meanwhile: the check may take its time.
        ServerSettings settings = ServerSettings.Default with { CSharpCheckMs = 60_000 };
        var configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders([folder]), TimeProvider.System);
        using var insight = new CSharpInsight(configuration, TimeProvider.System, _ => { });
        var document = new DocumentSnapshot
        {
            Uri = file,
            LanguageId = CSharpInsight.LanguageId,
            Version = 1,
            Text = new DocumentText(request.Prefix + request.Suffix),
        };
        int cursor = request.Prefix.Length;
        using IDocumentInsight opened = insight.Open(document);
        insight.Loading.Wait(cancellationToken);
        request = request with
        {
            Context = [.. opened.DeclarationsAsync(document, cursor, configuration, cancellationToken).GetAwaiter().GetResult().Reverse()],
            Guide = opened.GuideAt(document, cursor, typed: "", settings),
        };
        CompletionResult result = engine.Complete(slot, request, onText: null, cancellationToken);
        (CheckVerdict verdict, string text) = opened
            .CheckAsync(document, cursor, cursor, result.Text, settings, cancellationToken).GetAwaiter().GetResult();
        return (result with { Text = text }, verdict);
    }
}
