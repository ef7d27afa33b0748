using System.Globalization;
using System.Reflection;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Benchmarks;

/// <summary>
/// What a key costs the server besides time: the locks that are taken for it and the bytes that are allocated, from the change
/// to the end of the idle work that follows the answer. Locks are counted in a build with <c>-p:CountLocks=true</c> only.
/// </summary>
internal static class KeyMeasurement
{
    private const string Rest = "total += item.Price * item.Count;";

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="lines">How many lines are typed, key by key along a suggestion.</param>
    public static void Run(int lines)
    {
        Console.WriteLine($"{"a key",-34} {"locks",8} {"allocated KB",14}");
        Measure("python", "typed along, no compiler", lines);
        Measure("csharp", "typed along, C#", lines);
    }

    private static void Measure(string languageId, string name, int lines)
    {
        using GeneratedProject project = new(files: 20, lines: 100);
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(
            ServerSettings.Default with { CSharpCheckMs = 10_000 }, new WorkspaceFolders([project.Path]), TimeProvider.System);
        var insight = new CSharpInsight(configuration, TimeProvider.System, Console.Error.WriteLine);
        using var service = new CompletionService(
            configuration, new LanguageInsights([insight]), _ => new InstantBackend(Rest), TimeProvider.System, Console.Error.WriteLine);
        service.Start();
        string source = string.Concat(Enumerable.Repeat("        \n", 600));
        DocumentSnapshot document = new()
        {
            Uri = new Uri(Path.Combine(project.Path, languageId == "csharp" ? "Typed.cs" : "typed.py")).AbsoluteUri,
            LanguageId = languageId,
            Version = 1,
            Text = new DocumentText($"class Typed\n{{\n    void M()\n    {{\n{source}    }}\n}}\n"),
        };
        service.Opened(document);
        insight.Loading.Wait();
        SpinWait.SpinUntil(() => service.Status.State == EngineState.Ready);

        int keys = 0;
        (long Locks, long Bytes) before = Count();
        for (int line = 0; line < lines; line++)
        {
            int offset = document.Text.OffsetOf(new TextPosition(4 + line, 8), PositionEncoding.Utf16);
            foreach (char key in Rest[..20])
            {
                DocumentSnapshot after = document with { Version = document.Version + 1, Text = document.Text.Replace(offset, offset, [key]) };
                service.Changed(document, after, offset++);
                document = after;
                service.CompleteAsync(new CompletionQuery(document, offset, CompletionTrigger.Automatic, null), CancellationToken.None).Wait();
                SpinWait.SpinUntil(() => service.BackgroundCount == 0);
                keys++;
            }
        }

        (long Locks, long Bytes) spent = Count();
        string locks = HasCounts ? string.Create(CultureInfo.InvariantCulture, $"{(double)(spent.Locks - before.Locks) / keys:F1}") : "-";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-34} {locks,8} {(double)(spent.Bytes - before.Bytes) / keys / 1024,14:F1}"));
    }

    private static PropertyInfo? Taken { get; } =
        typeof(CompletionService).Assembly.GetType("System.Threading.Lock")?.GetProperty("Taken");

    private static bool HasCounts => Taken is not null;

    private static (long Locks, long Bytes) Count() => ((long?)Taken?.GetValue(null) ?? 0, GC.GetTotalAllocatedBytes(precise: true));
}
