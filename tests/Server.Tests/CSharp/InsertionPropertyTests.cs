using CsCheck;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Insight;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>
/// Whatever stands in a document and wherever the cursor is, an answer comes: random insertions at random offsets of random
/// texts, whole ones and broken ones.
/// </summary>
public sealed class InsertionPropertyTests
{
    private const int Pieced = 300;
    private const int Mixed = 80;

    private static readonly string[] Pieces =
    [
        "", " ", "\n", "\r\n", "\r", "    ", "// a comment\n", "/* open", "*/", "/// <summary>doc</summary>\n", "#if NEVER\n", "#endif\n", "#region x\n",
        "using System;\n", "using static System.Math;\n", "global using System.Linq;\n", "namespace Shop;\n", "namespace Shop\n{\n", "extern alias x;\n",
        "public class Till\n{\n", "record Item(decimal Price);\n", "record struct Part<T>(T Value) where T : notnull;\n", "interface IStock { int Count { get; } }\n",
        "enum State { Open, Closed }\n", "file static class Hidden { }\n", "delegate int Count(string text);\n", "[Obsolete]\n", "[assembly: System.CLSCompliant(false)]\n",
        "public int Count => 1;\n", "public int Size { get; set; }\n", "private readonly List<int> _items = [];\n", "event Action? Changed;\n",
        "public override string ToString()\n{\n", "void Run(string text)\n{\n", "public Till(int count) : this() { }\n", "~Till() { }\n", "public static Till operator +(Till a, Till b) => a;\n",
        "int total = 0;\n", "total += item.Price;\n", "Console.WriteLine(total);\n", "return text.Length;\n", "foreach (var item in items)\n", "if (total > 0)\n", "else\n",
        "switch (total)\n{\n case 1:\n", "case > 3 and < 5: break;\n", "try", "catch (Exception e) when (e.Message is \"x\")", "finally", "await Task.Delay(1);\n", "yield return 1;\n",
        "x => x.", "x switch { 1 => 2, _ =>", "new Item(1) { ", "new ", "nameof(", "override ", "item with { ", "text.", "text?.", "text[", "Run(text: ", "(1, ", "typeof(List<>)", "$\"{text}", "\"open", "\"\"\"\nraw", "'a",
        "@class", "\u00e4\u00f6", "\ud83d\ude00", "\ud800", "\u2028", "\0", "1.", "0x", ".", ",", ";", "(", ")", "[", "]", "{", "}", "<", ">", "=", "=>", "?", ":", "::", "async ", "partial ", "static ", "where T : ",
    ];

    private static readonly Gen<string> Text = OneOf(Pieces).Array[0, 14].Select(pieces => string.Concat(pieces));

    /// <summary>The first one is a text that Roslyn's own list of errors fails at.</summary>
    [Fact]
    public void Check_guide_and_declarations_answer_for_any_insertion_into_pieces_of_text() =>
        Gen.Select(Text, Text, Gen.Double.Unit, Gen.Int[0, 3]).Sample(
            (document, insertion, at, replaced) => Ask(document, (int)(at * (document.Length + 1)), replaced, insertion),
            seed: "cZX4Q81FHde5", iter: Pieced, threads: 1);

    [Fact]
    public void Check_guide_and_declarations_answer_for_any_insertion_into_a_file_that_was_cut_and_mixed()
    {
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "tests", "Samples"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)];
        Gen<string> part =
            from file in OneOf(files)
            from start in Gen.Int[0, file.Length]
            from length in Gen.Int[0, Math.Min(160, file.Length - start)]
            select file.Substring(start, length);
        Gen<string> mixed =
            from file in OneOf(files)
            from cut in Gen.Int[0, file.Length]
            from length in Gen.Int[0, Math.Min(40, file.Length - cut)]
            from put in Gen.OneOf(part, Text, Gen.Const(""))
            select file.Remove(cut, length).Insert(cut, put);
        Gen.Select(mixed, Gen.OneOf(part, Text), Gen.Double.Unit, Gen.Int[0, 3]).Sample(
            (document, insertion, at, replaced) => Ask(document, (int)(at * (document.Length + 1)), replaced, insertion), iter: Mixed, threads: 1);
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void Ask(string text, int offset, int replaced, string insertion)
    {
        offset = Math.Min(offset, text.Length);
        int end = Math.Min(text.Length, offset + replaced);
        CSharpDocument document = Project.With(text);

        (CheckVerdict verdict, string kept) = new BindingCheck().Run(
            document, TextSpan.FromBounds(offset, end), insertion, CancellationToken.None);
        Assert.StartsWith(kept, insertion, StringComparison.Ordinal);
        Assert.Equal(kept.Length, verdict.KeptLength);
        Assert.Equal(verdict.Outcome == CheckOutcome.Bound, kept == insertion && verdict.Diagnostic is null);

        int anchor = Math.Max(0, offset - 5);
        var guide = new CSharpNameGuide(document, anchor, text[anchor..offset] + "te", CancellationToken.None);
        foreach (string written in (string[])["", insertion, insertion + ".", insertion + " new ", insertion + ", "])
        {
            if (guide.NamesAfter(written) is { } names)
                Assert.All(names.Names, name => Assert.NotEqual("", name));
        }

        Assert.All(
            DeclarationContext.Collect(document, offset, _ => true, path => path, CancellationToken.None),
            file => Assert.NotEqual("", file.Text));
    }

    /// <summary>A small project in memory, whose references are read once.</summary>
    private static class Project
    {
        private const string Other =
            "namespace Shop;\npublic class Basket { public int Count { get; set; } public Basket Next => this; public virtual void Add(int piece, string name) { } }\n";

        private static readonly ProjectInputs Inputs = ProjectInputs.Loose(ReferencePacks.OfMachine());

        private static readonly CSharpCompilation Compilation = CSharpCompilation.Create(
            "Project",
            [CSharpSyntaxTree.ParseText(Inputs.WrittenBySdk, Inputs.ParseOptions), CSharpSyntaxTree.ParseText(Other, Inputs.ParseOptions)],
            Inputs.Assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            Inputs.CompilationOptions);

        public static CSharpDocument With(string text)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(text, Inputs.ParseOptions);
            return new CSharpDocument(Compilation.AddSyntaxTrees(tree), tree, IsComplete: text.Length % 2 == 0);
        }
    }
}
