using System.Text.Json;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>Serves a client with the real model, by the user's settings file and the client's settings.</summary>
/// <param name="settings">The settings.</param>
/// <param name="clock">The time.</param>
internal sealed class CompletionHost(SettingsSource settings, TimeProvider clock) : ICompletionHost, IDisposable
{
    private readonly BackendFactory _backends = new(SharedEngineProgram.OfThisProgram, clock);
    private CompletionService? _service;

    private CompletionService Service => _service ?? throw new InvalidOperationException("There is no client yet.");

    /// <inheritdoc/>
    public ServerSettings Settings => settings.Current;

    /// <inheritdoc/>
    public ICompletionService Open(IReadOnlyList<string> workspaceFolders, Action<string> log)
    {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings.Current, new WorkspaceFolders(workspaceFolders), clock);
        return _service = new CompletionService(
            configuration,
            new LanguageInsights([new CSharpInsight(configuration, clock, log)]),
            current => _backends.Open(current, log),
            clock,
            log);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Apply(JsonElement options, JsonElement configuration)
    {
        IReadOnlyList<string> problems = settings.Update(options, configuration);
        Service.Apply(settings.Current);
        return problems;
    }

    /// <inheritdoc/>
    public void Start() => Service.Start();

    /// <inheritdoc/>
    public void Dispose() => _service?.Dispose();
}
