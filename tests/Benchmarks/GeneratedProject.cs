using System.Globalization;
using System.Text;

namespace LspCompletion.Benchmarks;

/// <summary>A C# project in a temporary folder, of many files whose types use each other, and a large one. Gone when disposed.</summary>
internal sealed class GeneratedProject : IDisposable
{
    /// <summary>Where in the large file a new line of a method goes.</summary>
    public const string Place = "        // more\n";

    private const int LinesOfMethod = 11;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lsp-completion-project-");

    /// <summary>Writes it.</summary>
    /// <param name="files">How many source files.</param>
    /// <param name="lines">About how many lines the large one has.</param>
    public GeneratedProject(int files, int lines)
    {
        Write(
            "App.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
            </Project>
            """);
        for (int file = 1; file < files; file++)
            Write(Numbered($"Part{file}.cs"), Part(file, Math.Max(0, file - 1)));
        LargeText = Large(lines);
        LargePath = Write("Large.cs", LargeText);
    }

    /// <summary>The folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>The path of the large file.</summary>
    public string LargePath { get; }

    /// <summary>What it holds.</summary>
    public string LargeText { get; }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private static string Numbered(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Part(int number, int other)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            using System.Text;

            namespace App.Parts;

            /// <summary>An item of kind {{number}}.</summary>
            public record Item{{number}}(string Name, decimal Price)
            {
                public int Count { get; set; }

                public DateTime Changed { get; init; } = DateTime.UtcNow;
            }

            public interface IStock{{number}}
            {
                IReadOnlyList<Item{{number}}> Items { get; }

                Task<Item{{number}}?> FindAsync(string name, CancellationToken cancellationToken);
            }

            public sealed class Stock{{number}}(List<Item{{number}}> items) : IStock{{number}}
            {
                private readonly Dictionary<string, Item{{number}}> _byName = items.ToDictionary(item => item.Name);

                public IReadOnlyList<Item{{number}}> Items => items;


            """);
        if (other > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                    public static decimal Both(Stock{number} own, Stock{other} other) => own.Sum0(1) + other.Items.Sum(item => item.Price);


                """);
        }

        for (int method = 0; method < 6; method++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                    public decimal Sum{{method}}(int least)
                    {
                        decimal sum = 0;
                        foreach (Item{{number}} item in items.Where(item => item.Count > least).OrderBy(item => item.Name))
                        {
                            sum += item.Price * item.Count;
                        }

                        return sum;
                    }


                """);
        }

        text.Append(CultureInfo.InvariantCulture, $$"""
                public async Task<Item{{number}}?> FindAsync(string name, CancellationToken cancellationToken)
                {
                    await Task.Delay(1, cancellationToken).ConfigureAwait(false);
                    return _byName.GetValueOrDefault(name);
                }

                public override string ToString()
                {
                    StringBuilder text = new();
                    foreach (Item{{number}} item in items)
                        text.AppendLine($"{item.Name}: {item.Price:F2}");
                    return text.ToString();
                }
            }

            """);
        return text.ToString();
    }

    private static string Large(int lines)
    {
        StringBuilder text = new("using App.Parts;\n\nnamespace App;\n\npublic sealed class Large(List<Item1> items, Stock2 stock, IStock3 other)\n{\n");
        text.Append("    private readonly Dictionary<string, int> _counts = [];\n\n");
        for (int method = 0; method < lines / LinesOfMethod; method++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                    public decimal Total{{method}}(int least, string name)
                    {
                        decimal total = items.Where(item => item.Count > least).Sum(item => item.Price);
                {{Place}}        if (_counts.TryGetValue(name, out int count) && count > {{method}})
                            total += count * stock.Sum1(least);
                        foreach (Item3 item in other.Items)
                            total -= item.Price;
                        return total;
                    }


                """);
        }

        text.Append("}\n");
        return text.ToString();
    }

    private string Write(string name, string text)
    {
        string path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
