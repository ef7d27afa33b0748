using System.Xml;
using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp;

/// <summary>Reads the projects of some folders. One that can't be read is left out, and the rest goes on.</summary>
/// <param name="sources">What was read of files the last time: those that were left alone aren't read again.</param>
/// <param name="references">The assemblies that were read the last time.</param>
/// <param name="reading">How projects are read.</param>
/// <param name="onProblem">Is told what was left out and why, in lines for the user.</param>
/// <param name="onProgress">Is told the share that is done, from 0 to 1.</param>
internal sealed class WorkspaceLoader(
    SourceCache sources,
    ReferenceCache references,
    CSharpProjectReading reading,
    Action<string> onProblem,
    Action<double> onProgress)
{
    private IReadOnlyDictionary<string, ProjectInputs> _byMSBuild = new Dictionary<string, ProjectInputs>();
    private readonly Dictionary<string, CSharpProject> _projects = new(FilePaths.Comparer);
    private readonly HashSet<string> _loading = new(FilePaths.Comparer);

    /// <summary>Loads the projects, those first that others refer to.</summary>
    public IReadOnlyList<CSharpProject> Load(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        string[] paths =
            [.. folders.SelectMany(folder => SolutionFile.FindProjects(folder, onProblem, cancellationToken)).Distinct(FilePaths.Comparer)];
        bool usesMSBuild = reading == CSharpProjectReading.MSBuild && paths.Length > 0;
        double begin = usesMSBuild ? 0.5 : 0;
        if (usesMSBuild)
        {
            // This thread is the loader's own.
            _byMSBuild = MSBuildProjects
                .ReadAsync(paths, onProblem, read => onProgress(begin * read / paths.Length), cancellationToken).GetAwaiter().GetResult();
        }

        foreach (string path in paths)
        {
            LoadProject(path, cancellationToken);
            onProgress(Math.Min(1, begin + ((1 - begin) * _projects.Count / paths.Length)));
        }

        sources.Sweep();
        return [.. _projects.Values];
    }

    /// <summary>The project of files that belong to none.</summary>
    public CSharpProject LoadLoose(CancellationToken cancellationToken) => Compile(ProjectInputs.Loose(), [], cancellationToken);

    private CSharpProject? LoadProject(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_projects.TryGetValue(path, out CSharpProject? known))
            return known;

        // Projects that refer to each other in a circle are broken; the circle is cut here.
        if (!_loading.Add(path))
            return null;

        try
        {
            ProjectInputs inputs = _byMSBuild.GetValueOrDefault(path) ?? ProjectInputs.Of(ProjectFile.Read(path), cancellationToken);
            foreach (string problem in inputs.Problems)
                onProblem(problem);

            CSharpProject[] references =
                [.. inputs.Projects.Select(reference => LoadProject(reference, cancellationToken)).OfType<CSharpProject>()];
            CSharpProject project = Compile(inputs, references, cancellationToken);
            _projects.Add(path, project);
            return project;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException
            or ArgumentException or NotSupportedException)
        {
            onProblem($"{Path.GetFileName(path)} can't be read, so its files are completed on their own: {exception.Message}");
            return null;
        }
    }

    private CSharpProject Compile(
        ProjectInputs inputs, CSharpProject[] projects, CancellationToken cancellationToken)
    {
        // A reference to a project is one to all that it refers to.
        HashSet<CSharpProject> all = [];
        foreach (CSharpProject project in projects)
            Close(project, all);

        List<SyntaxTree> trees = [];
        foreach (string file in inputs.Files)
        {
            if (sources.Parse(file, inputs.ParseOptions, cancellationToken) is { } tree)
                trees.Add(tree);
        }

        if (inputs.WrittenBySdk.Length > 0)
            trees.Add(CSharpSyntaxTree.ParseText(inputs.WrittenBySdk, inputs.ParseOptions, cancellationToken: cancellationToken));

        bool isComplete = inputs.ProjectPath.Length > 0 && inputs.Problems.Count == 0
            && projects.Length == inputs.Projects.Count && projects.All(project => project.IsComplete);
        IEnumerable<string> assemblies = inputs.Assemblies.Concat(all.SelectMany(project => project.Inputs.Assemblies)).Distinct(FilePaths.Comparer);
        var compilation = CSharpCompilation.Create(
            inputs.Name, trees, references.Get(assemblies, Unread), inputs.CompilationOptions);
        CSharpCompilation whole = compilation.AddReferences(all.Select(project => project.Compilation.ToMetadataReference()));
        IEnumerable<SyntaxTree> generated = FrameworkGenerators.Run(whole, inputs, onProblem, cancellationToken)
            .SyntaxTrees.Skip(trees.Count);

        var compiled = new CSharpProject(inputs, isComplete, compilation.AddSyntaxTrees(generated));
        foreach (CSharpProject project in all)
            compiled.Refer(project);
        return compiled;

        void Unread(string problem)
        {
            isComplete = false;
            onProblem(problem);
        }
    }

    private static void Close(CSharpProject project, HashSet<CSharpProject> all)
    {
        if (all.Add(project))
        {
            foreach (CSharpProject reference in project.References)
                Close(reference, all);
        }
    }
}
