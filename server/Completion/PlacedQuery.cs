using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>A query with its place, and what answers it: taken once, and the same from the first stage to the last.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Place">The place, seen from the anchor of the current burst of typing.</param>
/// <param name="Configuration">What the user and the client have set.</param>
/// <param name="Insight">What a compiler knows of the document.</param>
internal sealed record PlacedQuery(CompletionQuery Query, Place Place, WorkspaceConfiguration Configuration, IDocumentInsight Insight)
{
    /// <summary>A query whose place is its own anchor: nothing was typed before.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="context">What the prompt shows besides the document, the most valuable last.</param>
    /// <param name="configuration">What the user and the client have set.</param>
    /// <param name="insight">What a compiler knows of the document.</param>
    public static PlacedQuery At(
        CompletionQuery query, IReadOnlyList<ContextFile> context, WorkspaceConfiguration configuration, IDocumentInsight insight)
    {
        string after = PromptAnchor.After(query.Document.Text, query.Offset);
        PromptAnchor anchor = PromptAnchor.At(query.Document.Text, query.Offset, after, context, configuration.Settings);
        return new PlacedQuery(query, new Place(anchor, "", after), configuration, insight);
    }

    /// <summary>The place once a text is written here.</summary>
    public PlacedQuery Behind(string written) => this with { Place = Place.Behind(written) };

    /// <summary>The text around the place, as filters read it.</summary>
    public Surroundings Surroundings() => new(Place.LinesBefore, Place.After, Query.Document.LanguageId)
    {
        Shown = [.. Place.Anchor.Context.Select(file => file.Text)],
        IsBehindItem = Query.Selected is { Text.Length: > 0 },
    };

    /// <summary>What the model is asked for here. It is shown no secret.</summary>
    /// <param name="timeLimit">When the answer must be there, whatever there is by then; <see langword="null"/> if nobody waits.</param>
    public CompletionRequest Request(TimeSpan? timeLimit) => new()
    {
        Folder = Configuration.Settings.Memory == MemoryReach.Project ? Configuration.Folders.FolderOf(Query.Document.Uri) : null,
        Path = Configuration.Folders.ProjectPathOf(Query.Document.Uri),
        Prefix = Place.Anchor.ShownPrefix,
        Typed = Place.ShownTyped,
        Suffix = Place.Anchor.ShownSuffix,
        Context = Place.Anchor.Context,
        TextAfterCursor = Place.After,
        Decoding = new DecodingOptions
        {
            MaxTokens = Configuration.Settings.MaxTokens,
            MaxLines = Configuration.Settings.MaxLines,
            TimeLimit = timeLimit,
            UsesMemory = Configuration.Settings.Memory != MemoryReach.Off,
            UsesProject = Configuration.Settings.Memory == MemoryReach.Project,
        },
    };
}
