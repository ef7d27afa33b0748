using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.CSharp;

/// <summary>Reads the projects of some folders. One that can't be read is left out, whatever is wrong with it, and the rest goes on.</summary>
/// <param name="files">The folders.</param>
/// <param name="sources">What was read of files the last time: those that were left alone aren't read again.</param>
/// <param name="references">The assemblies that were read the last time.</param>
/// <param name="reading">How projects are read.</param>
/// <param name="clock">The time.</param>
/// <param name="onProblem">Is told what was left out and why, in lines for the user.</param>
/// <param name="onProgress">Is told the share that is done, from 0 to 1.</param>
internal sealed class WorkspaceLoader(
    WorkspaceFiles files,
    SourceCache sources,
    ReferenceCache references,
    CSharpProjectReading reading,
    TimeProvider clock,
    Action<string> onProblem,
    Action<double> onProgress)
{
    private const int MostProblems = 100;

    /// <summary>With those that others refer to: they are loaded one within the other.</summary>
    private const int MostProjects = 200;

    /// <summary>What is begun within it is loaded.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly ReferencePacks _packs = ReferencePacks.OfMachine();
    private readonly ProblemList _problems = new(MostProblems);
    private readonly Dictionary<string, CSharpProject> _projects = new(FilePaths.Comparer);
    private readonly HashSet<string> _loading = new(FilePaths.Comparer);
    private readonly long _start = clock.GetTimestamp();
    private IReadOnlyDictionary<string, ProjectInputs> _byMSBuild = new Dictionary<string, ProjectInputs>();

    /// <summary>Loads the projects, those first that others refer to.</summary>
    public IReadOnlyList<CSharpProject> Load(IEnumerable<string> folders, CancellationToken cancellationToken)
    {
        string[] paths = [.. folders.SelectMany(folder => FindProjects(folder, cancellationToken)).Distinct(FilePaths.Comparer)];
        bool usesMSBuild = reading == CSharpProjectReading.MSBuild && paths.Length > 0;
        double begin = usesMSBuild ? 0.5 : 0;
        if (usesMSBuild)
            ReadByMSBuild(paths, read => onProgress(begin * read / paths.Length), cancellationToken);

        foreach (string path in paths)
        {
            LoadProject(path, cancellationToken);
            onProgress(Math.Min(1, begin + ((1 - begin) * _projects.Count / paths.Length)));
        }

        sources.Sweep();
        references.Sweep();
        return [.. _projects.Values];
    }

    /// <summary>The project of files that belong to none.</summary>
    public CSharpProject LoadLoose(CancellationToken cancellationToken) => Compile(ProjectInputs.Loose(_packs), [], cancellationToken);

    private IReadOnlyList<string> FindProjects(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return SolutionFile.FindProjects(folder, Walk(), Tell, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Tell($"{folder} can't be looked through for projects: {exception.Message}");
            return [];
        }
    }

    private void ReadByMSBuild(string[] paths, Action<int> onRead, CancellationToken cancellationToken)
    {
        try
        {
            // This thread is the loader's own.
            _byMSBuild = MSBuildProjects.ReadAsync(paths, _packs, Tell, onRead, cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Tell($"MSBuild can't be used, so the projects' files are read instead: {exception.GetBaseException().Message}");
        }
    }

    private CSharpProject? LoadProject(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_projects.TryGetValue(path, out CSharpProject? known))
            return known;

        // Projects that refer to each other in a circle are broken; the circle is cut here.
        if (_loading.Contains(path))
            return null;
        if (_loading.Count == MostProjects || clock.GetElapsedTime(_start) > Limit)
        {
            Tell($"Some projects are left out: with those that they refer to there are more than {MostProjects}, or loading them takes longer than {Limit.TotalMinutes} minutes.");
            return null;
        }

        _loading.Add(path);
        try
        {
            ProjectInputs inputs = _byMSBuild.GetValueOrDefault(path)
                ?? ProjectInputs.Of(ProjectFile.Read(path, files), _packs, Walk(), cancellationToken);
            foreach (string problem in inputs.Problems)
                Tell(problem);

            CSharpProject[] references =
                [.. inputs.Projects.Select(reference => LoadProject(reference, cancellationToken)).OfType<CSharpProject>()];
            CSharpProject project = Compile(inputs, references, cancellationToken);
            _projects.Add(path, project);
            return project;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Tell($"{Path.GetFileName(path)} can't be read, so its files are completed on their own: {exception.Message}");
            return null;
        }
    }

    private FolderWalk Walk() => FolderWalk.ForProject(files, clock);

    private void Tell(string problem)
    {
        if (_problems.TryAdd(problem))
            onProblem(_problems.Lines[^1]);
    }

    private CSharpProject Compile(
        ProjectInputs inputs, CSharpProject[] projects, CancellationToken cancellationToken)
    {
        // A reference to a project is one to all that it refers to.
        HashSet<CSharpProject> all = [];
        foreach (CSharpProject project in projects)
            Close(project, all);

        List<SyntaxTree> trees = [];
        bool isComplete = true;
        foreach (string file in inputs.Files)
        {
            if (sources.Parse(file, inputs.ParseOptions, out string? problem, cancellationToken) is { } tree)
                trees.Add(tree);
            else if (problem is not null)
                Unread($"{inputs.Name}: {file} is left out: {problem}");
        }

        if (Nesting.IsTooDeep(inputs.WrittenBySdk))
            Unread($"{inputs.Name}: its usings are no usings");
        else if (inputs.WrittenBySdk.Length > 0)
            trees.Add(CSharpSyntaxTree.ParseText(inputs.WrittenBySdk, inputs.ParseOptions, cancellationToken: cancellationToken));

        isComplete &= inputs.ProjectPath.Length > 0 && inputs.Problems.Count == 0
            && projects.Length == inputs.Projects.Count && projects.All(project => project.IsComplete);
        IEnumerable<string> assemblies = inputs.Assemblies.Concat(all.SelectMany(project => project.Inputs.Assemblies)).Distinct();
        var compilation = CSharpCompilation.Create(
            inputs.Name, trees, references.Get(assemblies, Unread), inputs.CompilationOptions);
        CSharpCompilation whole = compilation.AddReferences(all.Select(project => project.Compilation.ToMetadataReference()));
        IEnumerable<SyntaxTree> generated = FrameworkGenerators.Run(whole, inputs, _packs, clock, Tell, cancellationToken)
            .SyntaxTrees.Skip(trees.Count);

        var compiled = new CSharpProject(inputs, isComplete, compilation.AddSyntaxTrees(generated));
        foreach (CSharpProject project in all)
            compiled.Refer(project);
        return compiled;

        void Unread(string problem)
        {
            isComplete = false;
            Tell(problem);
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
