using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>Puts services together as the server does.</summary>
internal static class Services
{
    /// <summary>One that knows C#.</summary>
    public static CompletionService Create(
        ServerSettings settings, IReadOnlyList<string> folders, Func<BackendSettings, IBackend> openBackend, Action<string> log)
    {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders(folders), TimeProvider.System);
        return new CompletionService(
            configuration,
            new LanguageInsights([new CSharpInsight(configuration, TimeProvider.System, log)]),
            openBackend,
            TimeProvider.System,
            log);
    }
}
