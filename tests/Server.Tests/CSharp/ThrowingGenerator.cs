using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Writes an assembly with a source generator that throws, and first leaves a file behind that tells it ran.</summary>
internal static class ThrowingGenerator
{
    /// <param name="path">Where the assembly goes.</param>
    /// <param name="place">Where it throws: <c>type</c>, <c>initialize</c> or <c>execute</c>.</param>
    /// <param name="trace">The file that it leaves behind.</param>
    public static void Write(string path, string place, string trace)
    {
        string source =
            $$"""
            using System;
            using System.IO;
            using Microsoft.CodeAnalysis;

            [Generator]
            public sealed class Thrower : ISourceGenerator
            {
                static Thrower() => Throw("type");

                public void Initialize(GeneratorInitializationContext context) => Throw("initialize");

                public void Execute(GeneratorExecutionContext context) => Throw("execute");

                private static void Throw(string place)
                {
                    File.WriteAllText({{SymbolDisplay.FormatLiteral(trace, quote: true)}}, place);
                    if (place == "{{place}}")
                        throw new InvalidOperationException("thrown while " + place);
                }
            }
            """;
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Select(assembly => MetadataReference.CreateFromFile(assembly));
        var compilation = CSharpCompilation.Create(
            $"Thrower.{place}.{Path.GetFileName(Path.GetDirectoryName(path))}",
            [CSharpSyntaxTree.ParseText(source)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.Empty(compilation.Emit(path).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
