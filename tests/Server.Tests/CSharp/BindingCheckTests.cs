using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>What is left of a suggestion. In sources, <c>$0</c> is the cursor.</summary>
public sealed class BindingCheckTests : IDisposable
{
    private const string Shop =
        """
        namespace Shop;

        public record Item(string Name, decimal Price) { public int Quantity { get; set; } }

        public interface IStock { int Count { get; } void Add(Item item); }

        public class Order(List<Item> items, Dictionary<string, Item> byName) : IStock
        {
            private readonly List<Item> _items = items;

            public int Count => _items.Count;

            public void Add(Item item) => _items.Add(item);

            public decimal Total()
            {
                decimal total = 0;
                foreach (Item item in _items)
                {
                    $0
                }

                return total;
            }

            private static string Describe(Item item) => item.Name;

            // members
        }
        """;

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("total += item.Price * item.Quantity;")]
    [InlineData("total += item.Price")]
    [InlineData("total += Math.Round(item.Price, 2")]
    [InlineData("if (item.Quantity > 0)\n        {\n            total += item.Price;")]
    [InlineData("if (item.Quantity > 0)")]
    [InlineData("item.Quantity")]
    [InlineData("Describe(item)")]
    [InlineData("// total += item.Prize;")]
    [InlineData("foreach (char letter in Describe(item).Where(letter => char.IsAsciiDigit(letter)))\n            total += letter;")]
    [InlineData("var (name, price) = item;\n            total += price;")]
    [InlineData("try")]
    [InlineData("decimal factor = item.Quantity switch")]
    [InlineData("Item copy = item with")]
    [InlineData("throw new ArgumentOutOfRangeException(")]
    [InlineData("total += Math.Round(")]
    [InlineData("bool isRare = item.Quantity")]
    [InlineData("decimal Twice(decimal price)")]
    public async Task What_binds_is_kept_finished_or_not(string text) =>
        Assert.Equal((CheckOutcome.Bound, text), await CheckAsync(Shop, text));

    [Theory]
    [InlineData("total += item.Prize;", "total")]
    [InlineData("total += item.Price;\n            item.Reset();", "total += item.Price;\n            item")]
    [InlineData("total += prices[item.Name];\n            total++;", "total")]
    [InlineData("if (item.Quantity > 0)\n            {\n                total += item.Price;\n                log.Info(1);\n            }", "if (item.Quantity > 0)\n            {\n                total += item.Price;")]
    [InlineData("int total = 1;", "")]
    [InlineData("return \"nothing\";", "")]
    [InlineData("total = item.Name;", "total")]
    [InlineData("total += Math.Rounded(", "total += Math")]
    [InlineData("bool isRare = item.Quantity;", "")]
    [InlineData("Add(1, 2);", "")]
    [InlineData("item.Name = \"x\";", "")]
    [InlineData("private int x;", "")]
    public async Task What_does_not_bind_is_cut(string text, string kept)
    {
        (CheckOutcome outcome, string left) = await CheckAsync(Shop, text);

        Assert.Equal(kept, left);
        Assert.Equal(kept.Length > 0 ? CheckOutcome.Cut : CheckOutcome.Dropped, outcome);
    }

    [Theory]
    [InlineData("public bool IsEmpty => Count == 0;", nameof(CheckOutcome.Bound))]
    [InlineData("public int Sum()\n    {\n        return _items.Sum(item => item.Quantity);\n    }", nameof(CheckOutcome.Bound))]
    [InlineData("public int Sum()\n    {\n        int sum = 0;", nameof(CheckOutcome.Bound))]
    [InlineData("public int Count { get; set; }", nameof(CheckOutcome.Dropped))]
    [InlineData("private int _items;", nameof(CheckOutcome.Dropped))]
    [InlineData("public string Describe(Item item, int length) => item.Name[..length];", nameof(CheckOutcome.Bound))]
    [InlineData("public Basket Basket { get; }", nameof(CheckOutcome.Dropped))]
    [InlineData("public override int Weight => 1;", nameof(CheckOutcome.Dropped))]
    [InlineData("public async Task ClearAsync()", nameof(CheckOutcome.Bound))]
    [InlineData("private sealed class Line : IDisposable", nameof(CheckOutcome.Bound))]
    [InlineData("[Obsolete]", nameof(CheckOutcome.Bound))]
    [InlineData("public void Add(Item item)", nameof(CheckOutcome.Dropped))]
    [InlineData("public void Clear();", nameof(CheckOutcome.Dropped))]
    public async Task Members_are_checked_against_their_type(string text, string outcome) =>
        Assert.Equal(outcome, (await CheckAsync(
            Shop.Replace("$0", "", StringComparison.Ordinal).Replace("// members", "$0", StringComparison.Ordinal), text)).Outcome.ToString());

    [Theory]
    [InlineData("// How many.")]
    [InlineData("\n")]
    [InlineData("/* how many */")]
    [InlineData("/// <summary>How many.</summary>")]
    public async Task What_declares_nothing_passes_before_a_member(string text)
    {
        _folder.Write("Use.cs", "public static class Use { public static int Of(Counter counter) => counter.Count; }\n");

        Assert.Equal(
            (CheckOutcome.Bound, text),
            await CheckAsync("public class Counter\n{\n    public int Size;\n    $0\n    public int Count => 1;\n}\n", text));
    }

    [Theory]
    [InlineData("$0);", "item.Price", "total += Math.Abs($0);")]
    [InlineData("$0);", "item.Prize", "total += Math.Abs($0);")]
    public async Task The_rest_of_the_line_counts(string rest, string text, string line)
    {
        string source = Shop.Replace("$0", line, StringComparison.Ordinal);

        (CheckOutcome outcome, string left) = await CheckAsync(source, text);

        Assert.EndsWith(rest, line, StringComparison.Ordinal);
        Assert.Equal(text == "item.Price" ? CheckOutcome.Bound : CheckOutcome.Dropped, outcome);
        Assert.Equal(text == "item.Price" ? text : "", left);
    }

    [Fact]
    public async Task Errors_that_were_there_before_are_not_the_suggestions()
    {
        string source = Shop.Replace("return total;", "return totals;", StringComparison.Ordinal)
            .Replace("$0", "missing.Do();\n            $0", StringComparison.Ordinal);

        Assert.Equal((CheckOutcome.Bound, "total += 1;"), await CheckAsync(source, "total += 1;"));
    }

    [Theory]
    [InlineData("Basket basket = new(item);", "Basket basket = new(item);")]
    [InlineData("total += Prices.Of(item);", "total += Prices.Of(item);")]
    [InlineData("total += prices.Of(item);", "total")]
    [InlineData("total += item.Prize;", "total")]
    public async Task Types_may_be_unknown_where_packages_are_missing(string text, string kept) =>
        Assert.Equal(kept, (await CheckAsync(Shop, text, """<ItemGroup><PackageReference Include="Baskets" Version="1.0.0" /></ItemGroup>""")).Text);

    [Theory]
    [InlineData("public class Customer;", nameof(CheckOutcome.Bound))]
    [InlineData("public class Order;", nameof(CheckOutcome.Dropped))]
    [InlineData("public interface IStock2 : IStock;", nameof(CheckOutcome.Bound))]
    public async Task Types_are_checked_against_their_file(string text, string outcome) =>
        Assert.Equal(outcome, (await CheckAsync(
            Shop.Replace("$0", "", StringComparison.Ordinal).Replace("public interface", "$0\n\npublic interface", StringComparison.Ordinal), text))
            .Outcome.ToString());

    [Theory]
    [InlineData("public class Order", nameof(CheckOutcome.Dropped))]
    [InlineData("public class Customer", nameof(CheckOutcome.Bound))]
    public async Task Heads_of_types_are_checked_against_their_file(string text, string outcome) =>
        Assert.Equal(outcome, (await CheckAsync(
            Shop.Replace("$0", "", StringComparison.Ordinal)
                .Replace("public interface", "$0\n{\n    Draft,\n    Placed,\n}\n\npublic interface", StringComparison.Ordinal), text))
            .Outcome.ToString());

    [Theory]
    [InlineData("{ get; }", nameof(CheckOutcome.Dropped))]
    [InlineData("=> 1;", nameof(CheckOutcome.Dropped))]
    [InlineData("{ get; private set; }", nameof(CheckOutcome.Bound))]
    public async Task What_a_member_is_for_others_is_checked_where_only_its_end_is_written(string text, string outcome) =>
        Assert.Equal(outcome, (await CheckAsync(
            "public class Counter\n{\n    public int Count $0\n\n    public void Add()\n    {\n        Count += 1;\n    }\n}\n", text))
            .Outcome.ToString());

    [Theory]
    [InlineData("namespace Shop;", nameof(CheckOutcome.Bound))]
    [InlineData("namespace Shop.Models;", nameof(CheckOutcome.Dropped))]
    [InlineData("namespace Store; public int Count;", nameof(CheckOutcome.Dropped))]
    public async Task A_namespace_is_checked_against_the_files_that_use_its_types(string text, string outcome)
    {
        _folder.Write("Use.cs", "namespace Shop;\n\npublic static class Use { public static Price Free => new(0); }\n");

        Assert.Equal(outcome, (await CheckAsync("$0\n\npublic record Price(decimal Amount);\n", text)).Outcome.ToString());
    }

    [Fact]
    public async Task Top_level_statements_are_checked() =>
        Assert.Equal(
            (CheckOutcome.Cut, "names"),
            await CheckAsync("var names = new List<string>();\n$0\nConsole.WriteLine(names.Count);\n", "names.Append1(2);"));

    private async Task<(CheckOutcome Outcome, string Text)> CheckAsync(string source, string text, string references = "")
    {
        _folder.Write("App.csproj", SourceFolder.Project
            .Replace("<Nullable>", "<OutputType>Exe</OutputType><Nullable>", StringComparison.Ordinal)
            .Replace("</Project>", references + "</Project>", StringComparison.Ordinal));
        CSharpWorkspace workspace = await _folder.OpenAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit("Order.cs", source);

        (CheckVerdict verdict, string left) = new BindingCheck().Run(
            workspace.Find(document)!, new TextSpan(cursor, 0), text, TestContext.Current.CancellationToken);

        Assert.Equal(left.Length, verdict.KeptLength);
        return (verdict.Outcome, left);
    }
}
