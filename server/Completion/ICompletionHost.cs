using System.Text.Json;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>What a client is served with, from the moment it is known: the steps are taken in the order given here.</summary>
internal interface ICompletionHost
{
    /// <summary>The settings in force.</summary>
    ServerSettings Settings { get; }

    /// <summary>Makes the service. Called once.</summary>
    /// <param name="workspaceFolders">The URIs of the folders that the client works in.</param>
    /// <param name="log">Takes lines for the client's log.</param>
    ICompletionService Open(IReadOnlyList<string> workspaceFolders, Action<string> log);

    /// <summary>Takes the client's settings; called again whenever they change.</summary>
    /// <param name="options">What it gave when it connected, as it wrote it.</param>
    /// <param name="configuration">The configuration of its workspace, as it wrote it; overrules the options.</param>
    /// <returns>What is wrong with them and was not told before, one line each.</returns>
    IReadOnlyList<string> Apply(JsonElement options, JsonElement configuration);

    /// <summary>The settings are known as far as they can be: completions may come. Called once.</summary>
    void Start();
}
