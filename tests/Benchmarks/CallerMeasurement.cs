using System.Diagnostics;
using System.Globalization;
using System.Text;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Benchmarks;

/// <summary>
/// What the reader of messages waits for when a document of millions of characters is opened, changed and closed again and
/// again, while the projects are there and while they are loaded.
/// </summary>
internal static class CallerMeasurement
{
    private const int Methods = 30_000;

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="rounds">How often the document is opened, changed and closed.</param>
    public static void Run(int rounds)
    {
        using GeneratedProject project = new(files: 20, lines: 100);
        StringBuilder large = new("class Big\n{\n");
        for (int i = 0; i < Methods; i++)
            large.Append(CultureInfo.InvariantCulture, $"    int M{i}(int a) {{ int b = a + {i}; return b * 2; }}\n");
        string text = large.Append("}\n").ToString();
        string path = Path.Combine(project.Path, "Big.cs");
        File.WriteAllText(path, text);

        WorkspaceConfiguration configuration = ConfigurationOf(project, ServerSettings.Default);
        using var insight = new CSharpInsight(configuration, TimeProvider.System, Console.Error.WriteLine);
        DocumentSnapshot document = new()
        {
            Uri = path,
            LanguageId = CSharpInsight.LanguageId,
            Version = 1,
            Text = new DocumentText(text),
        };
        using IDocumentInsight kept = insight.Open(document with { Uri = Path.Combine(project.Path, "Kept.cs"), Text = new DocumentText("class Kept { }") });
        insight.Loading.Wait();

        Random random = new(1);
        Worst open = new(), prepare = new(), close = new(), apply = new();
        for (int round = 0; round < rounds; round++)
        {
            IDocumentInsight opened = open.Take(() => insight.Open(document));
            for (int key = 0; key < 3; key++)
            {
                document = document with { Version = document.Version + 1, Text = document.Text.Replace(12, 12, " ") };
                prepare.Take(() => opened.Prepare(document));
                Thread.Sleep(random.Next(40));
            }

            Task<CheckedText> check = opened.CheckAsync(document, 12, 12, "int c;", configuration.Settings, CancellationToken.None);
            Thread.Sleep(random.Next(20));
            close.Take(opened.Dispose);
            check.Wait();
            if (round % 10 == 9)
            {
                configuration = ConfigurationOf(project, ServerSettings.Default, round % 20 == 9 ? "/none" : null);
                apply.Take(() => insight.Apply(configuration));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"{"the caller waits, ms",-34} {"calls",6} {"p50",8} {"p99",8} {"worst",8}  a document of {text.Length / 1e6:F1} M characters");
        open.Print("a document is opened");
        prepare.Print("it will be completed");
        close.Print("it is closed");
        apply.Print("folders change");
    }

    private static WorkspaceConfiguration ConfigurationOf(GeneratedProject project, ServerSettings settings, string? other = null) =>
        WorkspaceConfiguration.Of(settings, new WorkspaceFolders(other is null ? [project.Path] : [project.Path, other]), TimeProvider.System);

    private sealed class Worst
    {
        private readonly List<double> _times = [];

        public void Take(Action call) => Take(() =>
        {
            call();
            return 0;
        });

        public T Take<T>(Func<T> call)
        {
            long start = Stopwatch.GetTimestamp();
            T result = call();
            _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return result;
        }

        public void Print(string name)
        {
            _times.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-34} {_times.Count,6} {_times[_times.Count / 2],8:F3} {_times[(int)(_times.Count * 0.99)],8:F3} {_times[^1],8:F3}"));
        }
    }
}
