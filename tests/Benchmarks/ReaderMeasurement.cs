using System.Diagnostics;
using System.Globalization;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Rpc;
using LspCompletion.Server.Settings;

namespace LspCompletion.Benchmarks;

/// <summary>
/// How long each kind of message holds up those behind it: what its handler does on the thread that reads messages, in
/// documents of two million characters. What waits is no part of it.
/// </summary>
internal static class ReaderMeasurement
{
    private const int Characters = 2_000_000;

    /// <summary>In C# a document that is opened is parsed in the background, which takes long for such a one.</summary>
    private const int MostOpenedInCSharp = 50;

    /// <summary>Measures, and prints a table.</summary>
    /// <param name="messages">How many messages of each kind.</param>
    public static void Run(int messages)
    {
        SynchronizationContext.SetSynchronizationContext(new InlineSynchronizationContext());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, documents of {Characters:N0} characters; milliseconds on the reader's thread"));
        Console.WriteLine();
        Console.WriteLine($"{"",-24} {"messages",9} {"p50",8} {"p99",8} {"worst",8}");
        Measure("python", "def f(x):\n    return x + 1\n", messages, messages);
        Measure("csharp", "class C { int M(int a) { int b = a + 1; return b * 2; } }\n", messages, Math.Min(messages, MostOpenedInCSharp));
    }

    private static void Measure(string languageId, string line, int messages, int opened)
    {
        string folder = Directory.CreateTempSubdirectory("reader-").FullName;
        File.WriteAllText(Path.Combine(folder, "P.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        string text = string.Concat(Enumerable.Repeat(line, Characters / line.Length));
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([folder]), TimeProvider.System);
        using (var service = new CompletionService(
            configuration,
            new LanguageInsights([new CSharpInsight(configuration, TimeProvider.System, _ => { })]),
            _ => new InstantBackend("1"),
            TimeProvider.System,
            Console.Error.WriteLine))
        {
            service.Start();
            var store = new DocumentStore(PositionEncoding.Utf16);
            string uri = new Uri(Path.Combine(folder, languageId == "csharp" ? "Big.cs" : "big.py")).AbsoluteUri;
            Print("didOpen", opened, _ => Open(), Close);
            Print("didClose", opened, _ => Close(), () => Open());
            if (!store.TryGet(uri, out _))
                Open();

            int lines = text.AsSpan().Count('\n');
            Print("didChange", messages, i =>
            {
                var at = new TextPosition(lines / 2, 0);
                DocumentChange change = store.Change(uri, i + 2, [new TextChange(new TextRange(at, at), "x")]);
                service.Changed(change.Before!, change.After!, change.Start);
            });
            Print("inlineCompletion", messages, i =>
            {
                store.TryGet(uri, out DocumentSnapshot? document);
                int offset = document!.Text.OffsetOf(new TextPosition(lines / 2, 1), PositionEncoding.Utf16);
                _ = service.CompleteAsync(new CompletionQuery(document, offset, CompletionTrigger.Automatic, null), CancellationToken.None);
            });
            Print("didChangeConfiguration", messages, i => service.Apply(ServerSettings.Default with { MaxTokens = 10 + (i % 2) }));

            void Open()
            {
                DocumentSnapshot document = new() { Uri = uri, LanguageId = languageId, Version = 1, Text = new DocumentText(text) };
                store.Open(document);
                service.Opened(document);
            }

            void Close()
            {
                if (store.Close(uri) is { } document)
                    service.Closed(document);
            }

            void Print(string kind, int count, Action<int> handle, Action? between = null)
            {
                List<double> times = [];
                for (int i = 0; i < count; i++)
                {
                    between?.Invoke();
                    long start = Stopwatch.GetTimestamp();
                    handle(i);
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                times.Sort();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{languageId + " " + kind,-31} {count,9} {times[count / 2],8:F3} {times[(int)(count * 0.99)],8:F3} {times[^1],8:F3}"));
            }
        }

        Directory.Delete(folder, recursive: true);
    }
}
