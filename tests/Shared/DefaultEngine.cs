using LspCompletion.Engine;
using LspCompletion.Engine.Models;

namespace LspCompletion.Tests;

/// <summary>The engine with the default model, loaded once for a class of tests.</summary>
public sealed class DefaultEngine : IDisposable
{
    public CompletionEngine Engine { get; } = CompletionEngine.Load(
        DefaultModel.Locate(), new EngineOptions(), progress: null, TestContext.Current.CancellationToken);

    public void Dispose() => Engine.Dispose();
}
