using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// Runs the source generators that come with the framework, for serialisation, regular expressions and native calls.
/// Those of packages aren't run: opening a folder must not execute what it brings along. What a build has written of
/// theirs is read instead.
/// </summary>
internal static class FrameworkGenerators
{
    /// <summary>What they write for the largest projects is there in a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Adds what the generators write.</summary>
    /// <param name="compilation">A compilation.</param>
    /// <param name="inputs">What it was made from.</param>
    /// <param name="packs">The frameworks; nothing else is loaded.</param>
    /// <param name="clock">The time.</param>
    /// <param name="onProblem">Is told of generators that can't be loaded or throw; the others are used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static CSharpCompilation Run(
        CSharpCompilation compilation,
        ProjectInputs inputs,
        ReferencePacks packs,
        TimeProvider clock,
        Action<string> onProblem,
        CancellationToken cancellationToken)
    {
        ISourceGenerator[] generators =
            [.. inputs.Generators.Select(packs.FindGenerator).OfType<string>().SelectMany(path => Load(path, onProblem))];
        if (generators.Length == 0)
            return compilation;

        using var limit = new CancellationTokenSource(Limit, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            GeneratorDriver driver = CSharpGeneratorDriver.Create(generators, parseOptions: inputs.ParseOptions);
            GeneratorDriverRunResult result = driver.RunGenerators(compilation, ending.Token).GetRunResult();
            foreach (GeneratorRunResult one in result.Results.Where(one => one.Exception is not null))
                onProblem($"{inputs.Name}: the source generator {one.Generator.GetGeneratorType().Name} failed ({one.Exception!.GetBaseException().Message})");
            return compilation.AddSyntaxTrees(result.GeneratedTrees);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            onProblem($"{inputs.Name}: the source generators of its framework took longer than {Limit.TotalSeconds} s; what they write is left out");
            return compilation;
        }
    }

    private static ImmutableArray<ISourceGenerator> Load(string path, Action<string> onProblem)
    {
        try
        {
            var reference = new AnalyzerFileReference(path, Loader.Instance);
            reference.AnalyzerLoadFailed += (_, failure) =>
                onProblem($"{Path.GetFileName(path)} can't be loaded: {failure.Exception?.GetBaseException().Message ?? failure.Message}");
            return reference.GetGenerators(LanguageNames.CSharp);
        }
        catch (Exception exception)
        {
            // Whatever a generator does when it is loaded, completion goes on without it.
            onProblem($"{Path.GetFileName(path)} can't be loaded: {exception.GetBaseException().Message}");
            return [];
        }
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public static Loader Instance { get; } = new();

        public void AddDependencyLocation(string fullPath)
        {
            // Those of the framework need nothing but the compiler.
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
