using System.Diagnostics;
using System.Globalization;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Benchmarks;

/// <summary>
/// What the compiler's check of a suggestion costs while lines are typed into a file of 2,000 lines in a project of 200
/// files, and the memory that the project takes. The check comes right after the key, as where the user types along what
/// was suggested before: where the model writes meanwhile, there is less to wait for. Times of the process's own computing
/// say what a machine would take that does nothing else.
/// </summary>
internal static class CheckMeasurement
{
    private const int Files = 200;
    private const int Lines = 2000;

    /// <summary>Between two keys, as of a fast typist.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    /// <summary>More than it takes to let projects go.</summary>
    private static readonly TimeSpan Release = TimeSpan.FromSeconds(5);

    private static readonly string[] Typed =
    [
        "        total += items.Where(item => item.Count > least).Sum(item => item.Price);\n",
        "        foreach (Item2 item in stock.Items.OrderBy(item => item.Name))\n            total += item.Price * item.Count;\n",
        "        _counts[name] = (int)Math.Round(stock.Sum2(least) + total, MidpointRounding.AwayFromZero);\n",
    ];

    private static readonly ServerSettings Settings = ServerSettings.Default with { CSharpCheckMs = 10_000 };

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="repetitions">How many lines are typed.</param>
    public static void Run(int repetitions)
    {
        using GeneratedProject project = new(Files, Lines);
        using var insight = new CSharpInsight(Configuration(project, Settings), TimeProvider.System, Console.Error.WriteLine);
        var typist = new Typist(insight, project);
        Memory before = Memory.Take();
        double seconds = typist.Open();
        Memory loaded = Memory.Take() - before;

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors, {Files} files, one of {Lines} lines; loaded in {seconds:F1} s"));
        Console.WriteLine();
        Console.WriteLine($"{"",-34} {"",6} {"waited, ms",-26} {"computed, ms",-26}");
        Console.WriteLine($"{"the check",-34} {"keys",6} {"p50",8} {"p95",8} {"p99",8} {"p50",8} {"p95",8} {"p99",8} {"outcomes"}");
        typist.Print("typing along a suggestion", repetitions, (rest, _) => rest);
        typist.Print("another suggestion at each key", repetitions, (rest, key) => $"{rest.TrimEnd('\n')} // {key}");
        typist.Print("another wrong one at each key", repetitions, (rest, key) => $"{rest}        total += stock.Missing{key}(least);");

        Memory used = Memory.Take() - before;
        typist.Close();
        Memory closed = Memory.Take() - before;
        typist.Open();
        typist.Close();
        Memory closedAgain = Memory.Take() - before;
        Console.WriteLine();
        Console.WriteLine($"{"memory on top, MB",-34} {"managed",8} {"process",8}");
        Print("projects loaded", loaded);
        Print("after typing", used);
        Print("closed: the compiler itself stays", closed);
        Print("opened and closed once more", closedAgain);
    }

    private static WorkspaceConfiguration Configuration(GeneratedProject project, ServerSettings settings) =>
        WorkspaceConfiguration.Of(settings, new WorkspaceFolders([project.Path]), TimeProvider.System);

    private static void Print(string name, Memory memory) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-34} {memory.Managed / 1e6,8:F0} {memory.Process / 1e6,8:F0}"));

    private readonly record struct Memory(long Managed, long Process)
    {
        public static Memory Take()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return new Memory(GC.GetTotalMemory(forceFullCollection: false), process.WorkingSet64);
        }

        public static Memory operator -(Memory left, Memory right) => new(left.Managed - right.Managed, left.Process - right.Process);
    }

    private sealed class Typist(CSharpInsight insight, GeneratedProject project)
    {
        private readonly Random _random = new(1);
        private IDocumentInsight _opened = NoInsight.Instance;
        private int _version;

        private DocumentSnapshot Document { get; set; } = Snapshot(project, new DocumentText(project.LargeText), 0);

        /// <returns>The seconds until all is loaded.</returns>
        public double Open()
        {
            long start = Stopwatch.GetTimestamp();
            insight.Apply(Configuration(project, Settings));
            _opened = insight.Open(Document);
            insight.Loading.Wait();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        /// <summary>Lets the projects go, as when the user turns C# off.</summary>
        public void Close()
        {
            _opened.Dispose();
            insight.Apply(Configuration(project, Settings with { CSharp = false }));

            // In the background, and nobody is told.
            Thread.Sleep(Release);
        }

        public void Print(string name, int lines, Func<string, int, string> suggest)
        {
            List<double> waited = [];
            List<double> computed = [];
            Dictionary<CheckOutcome, int> outcomes = [];
            for (int line = 0; line < lines; line++)
                Type(Typed[line % Typed.Length], suggest, waited, computed, outcomes);

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-34} {waited.Count,6} {At(waited, 0.5),8:F1} {At(waited, 0.95),8:F1} {At(waited, 0.99),8:F1} {At(computed, 0.5),8:F1} {At(computed, 0.95),8:F1} {At(computed, 0.99),8:F1} {string.Join(", ", outcomes.Select(pair => $"{pair.Key} {pair.Value}"))}"));

            static double At(List<double> times, double share) => times.Order().ElementAt((int)(share * times.Count));
        }

        private void Type(
            string line,
            Func<string, int, string> suggest,
            List<double> waited,
            List<double> computed,
            Dictionary<CheckOutcome, int> outcomes)
        {
            int place = project.LargeText.IndexOf(GeneratedProject.Place, _random.Next(project.LargeText.Length / 2), StringComparison.Ordinal);
            for (int key = 1; key < line.Length - 1; key++)
            {
                string text = line[..key];
                DocumentText changed = new DocumentText(project.LargeText).Replace(place, place, text);
                Document = Snapshot(project, changed, ++_version);
                int cursor = place + key;
                _opened.Prepare(Document);
                TimeSpan before = Environment.CpuUsage.TotalTime;
                long start = Stopwatch.GetTimestamp();
                (CheckVerdict verdict, _) = _opened
                    .CheckAsync(Document, cursor, cursor, suggest(line[key..], key), Settings, CancellationToken.None).GetAwaiter().GetResult();
                waited.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                computed.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
                outcomes[verdict.Outcome] = outcomes.GetValueOrDefault(verdict.Outcome) + 1;
                Thread.Sleep(Pause);
            }
        }

        private static DocumentSnapshot Snapshot(GeneratedProject project, DocumentText text, int version) => new()
        {
            Uri = project.LargePath,
            LanguageId = CSharpInsight.LanguageId,
            Version = version,
            Text = text,
        };
    }
}
