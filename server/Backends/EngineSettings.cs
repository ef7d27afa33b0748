using LspCompletion.Engine.Models;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Backends;

/// <summary>Which model is run, and how: engines with the same settings are interchangeable.</summary>
/// <param name="Model">The model's folder, a whole path; empty for the one that ships.</param>
/// <param name="ExecutionProvider">What the model is computed on.</param>
/// <param name="Threads">Threads that compute; 0 lets the engine choose.</param>
/// <param name="MemoryBudgetMB">Mebibytes that the keys and values of all slots may take together.</param>
/// <param name="ProjectMemoryMB">Mebibytes that what is remembered of a folder's source files may take.</param>
/// <param name="PrefixTokens">The most tokens of a prompt for the text before the cursor.</param>
/// <param name="SuffixTokens">The most tokens of a prompt for the text after the cursor.</param>
/// <param name="ContextTokens">The most tokens of a prompt for other files.</param>
/// <param name="SelfCheckShare">The share of completions that are computed again to check the cache.</param>
internal sealed record EngineSettings(
    string Model,
    ExecutionProviderChoice ExecutionProvider,
    int Threads,
    int MemoryBudgetMB,
    int ProjectMemoryMB,
    int PrefixTokens,
    int SuffixTokens,
    int ContextTokens,
    double SelfCheckShare)
{
    /// <summary>What the server's settings say of it.</summary>
    public static EngineSettings Of(ServerSettings settings) => new(
        FolderOf(settings.Model),
        settings.ExecutionProvider,
        settings.Threads,
        settings.MemoryBudgetMB,
        settings.ProjectMemoryMB,
        settings.PrefixTokens,
        settings.SuffixTokens,
        settings.ContextTokens,
        settings.SelfCheckShare);

    /// <summary>
    /// A name means the user's own model of that name: never a folder of the place where the server happens to be started.
    /// </summary>
    private static string FolderOf(string model) =>
        ModelLibrary.IsName(model) ? Path.Combine(ModelLibrary.UserFolder ?? AppContext.BaseDirectory, model) : model;
}
