using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.MSBuild;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// Has MSBuild say what projects are compiled from, in a process of its own. It runs what the projects tell it to, so it is
/// only for who chose <see cref="CSharpProjectReading.MSBuild"/>. Generators of packages aren't run even so.
/// </summary>
internal static class MSBuildProjects
{
    /// <summary>Reads projects and those that they refer to.</summary>
    /// <param name="paths">The project files, absolute.</param>
    /// <param name="packs">The frameworks.</param>
    /// <param name="onProblem">Is told what MSBuild has to complain about.</param>
    /// <param name="onProgress">Is told how many of the projects are read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What each is compiled from; one that can't be read is left out.</returns>
    public static async Task<IReadOnlyDictionary<string, ProjectInputs>> ReadAsync(
        IReadOnlyList<string> paths, ReferencePacks packs, Action<string> onProblem, Action<int> onProgress, CancellationToken cancellationToken)
    {
        using MSBuildWorkspace workspace = MSBuildWorkspace.Create();
        workspace.LoadMetadataForReferencedProjects = false;
        workspace.SkipUnrecognizedProjects = true;
        using WorkspaceEventRegistration failures = workspace.RegisterWorkspaceFailedHandler(failure =>
        {
            if (failure.Diagnostic.Kind == WorkspaceDiagnosticKind.Failure)
                onProblem(failure.Diagnostic.Message.Trim());
        });
        for (int i = 0; i < paths.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!workspace.CurrentSolution.Projects.Any(project => FilePaths.Comparer.Equals(project.FilePath, paths[i])))
                await OpenAsync(workspace, paths[i], onProblem, cancellationToken).ConfigureAwait(false);
            onProgress(i + 1);
        }

        // Of a project for several frameworks there are several; the newest counts.
        return workspace.CurrentSolution.Projects
            .Where(project => project is { Language: LanguageNames.CSharp, FilePath: not null })
            .GroupBy(project => project.FilePath!, FilePaths.Comparer)
            .ToDictionary(
                projects => projects.Key,
                projects => InputsOf(projects.MaxBy(project => TargetFrameworks.VersionOf(FrameworkOf(project)))!, packs),
                FilePaths.Comparer);
    }

    private static async Task OpenAsync(
        MSBuildWorkspace workspace, string path, Action<string> onProblem, CancellationToken cancellationToken)
    {
        try
        {
            await workspace.OpenProjectAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // No SDK, an unknown kind of project, a process that ended: whatever it is, the files are read instead.
            onProblem($"{Path.GetFileName(path)} can't be read by MSBuild, so its files are read instead: {exception.GetBaseException().Message.Trim()}");
        }
    }

    private static ProjectInputs InputsOf(Project project, ReferencePacks packs)
    {
        var parse = (CSharpParseOptions)project.ParseOptions!;
        var compile = (CSharpCompilationOptions)project.CompilationOptions!;
        string[] assemblies =
            [.. project.MetadataReferences.OfType<PortableExecutableReference>().Select(reference => reference.FilePath).OfType<string>()];
        return new ProjectInputs
        {
            Name = project.AssemblyName,
            ProjectPath = project.FilePath!,
            Files = [.. project.Documents.Select(document => document.FilePath).OfType<string>()],
            WrittenBySdk = "",
            Assemblies = assemblies,
            Projects = [.. project.ProjectReferences.Select(reference => project.Solution.GetProject(reference.ProjectId)?.FilePath).OfType<string>()],
            Generators = [.. project.AnalyzerReferences.Select(reference => reference.FullPath).OfType<string>().Select(packs.FindGenerator).OfType<string>()],
            ParseOptions = ProjectInputs.ParseWith(parse.LanguageVersion, parse.PreprocessorSymbolNames),
            CompilationOptions = ProjectInputs.CompileTo(compile.OutputKind, compile.AllowUnsafe),
            Problems = [],
        };
    }

    /// <summary>The framework in a project's name, such as <c>App (net10.0)</c>.</summary>
    private static string FrameworkOf(Project project) => project.Name[(project.Name.LastIndexOf('(') + 1)..].TrimEnd(')');
}
