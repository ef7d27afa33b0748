using LspCompletion.Engine.Decoding;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Which names may come. In sources, <c>$0</c> is the cursor.</summary>
public sealed class CSharpNameGuideTests : IDisposable
{
    private const string Source =
        """
        using System.Text;
        namespace Shop;

        public class Item
        {
            public string Name { get; set; } = "";
            public decimal Price { get; init; }
            public const int Most = 3;
            internal static Item Empty() => new();
            private int Secret { get; set; }
        }

        public abstract class Shape { public abstract double Area(); public virtual string Title => ""; public sealed override string ToString() => ""; }

        public class Order(int count, string name);

        public class Till(dynamic loose, Item item, Item? maybe, Missing missing) : Shape
        {
            public override double Area() => 0;

            public int Sell(int count, string name, bool wrapped = false) => count;

            public void Scan()
            {
                $0
            }

            // members
        }
        """;

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("item.", "", "Name Price Equals GetHashCode GetType ToString")]
    [InlineData("item.N", "", "Name")]
    [InlineData("", "item.", "Name Price Equals GetHashCode GetType ToString")]
    [InlineData("", "var other = item;\n        other.P", "Price")]
    [InlineData("maybe?.", "Na", "Name")]
    [InlineData("Item.", "", "Most Empty Equals ReferenceEquals")]
    [InlineData("System.Text.Ru", "", "Rune")]
    [InlineData("nameof(it", "", "item")]
    [InlineData("var x = new It", "", "Item")]
    [InlineData("var x = new StringBuilde", "", "StringBuilder")]
    [InlineData("var x = new Item { ", "", "Name Price")]
    [InlineData("var x = new Item { Name = \"a\", ", "", "Price")]
    [InlineData("Sell(name: \"a\", ", "", "count wrapped")]
    [InlineData("Sell(wrapped: true, ", "co", "count")]
    [InlineData("Sell(1, wrapped: true, ", "", "name")]
    [InlineData("new Order(name: \"a\", ", "", "count")]
    public async Task Names_that_exist_are_known(string before, string written, string expected)
    {
        AllowedNames names = Assert.IsType<AllowedNames>(await NamesAsync(Source.Replace("$0", before + "$0", StringComparison.Ordinal), written));

        Assert.Equal(expected.Split(' ').Order(), names.Names.Order());
    }

    [Theory]
    [InlineData("loose.")]
    [InlineData("missing.")]
    [InlineData("nothing.")]
    public async Task What_is_not_bound_leaves_names_free(string before) =>
        Assert.Same(AllowedNames.Unknown, await NamesAsync(Source.Replace("$0", before + "$0", StringComparison.Ordinal), ""));

    [Theory]
    [InlineData("new ", "")]
    [InlineData("System.Collections.", "")]
    [InlineData("var items = ", "new")]
    public async Task Where_packages_are_missing_types_are_free(string before, string written) =>
        Assert.Same(AllowedNames.Unknown, await NamesAsync(
            Source.Replace("$0", before + "$0", StringComparison.Ordinal),
            written,
            """<ItemGroup><PackageReference Include="Baskets" Version="1.0.0" /></ItemGroup>"""));

    [Theory]
    [InlineData("// item.")]
    [InlineData("var s = \"item.")]
    [InlineData("var s = \"a new ")]
    [InlineData("var x = 1.")]
    [InlineData("var x = item")]
    [InlineData("int[] list = { ")]
    [InlineData("if (item is null) { ")]
    [InlineData("Sell(")]
    [InlineData("Sell(1, ")]
    [InlineData("Sell(count: 1, ")]
    [InlineData("Sell(other: 1, ")]
    public async Task Elsewhere_anything_may_come(string before) =>
        Assert.Null(await NamesAsync(Source.Replace("$0", before + "$0", StringComparison.Ordinal), ""));

    [Theory]
    [InlineData("public override string", "Title")]
    [InlineData("public override bool", "Equals")]
    [InlineData("public override double", null)]
    [InlineData("public override string ", "Title")]
    [InlineData("public override string Ti", "Title")]
    [InlineData("public override double A", null)]
    public async Task Overrides_are_those_of_the_bases(string before, string? expected)
    {
        string source = Source.Replace("$0", "", StringComparison.Ordinal).Replace("// members", before + "$0", StringComparison.Ordinal);

        AllowedNames? names = await NamesAsync(source, "");

        Assert.Equal(expected is null ? null : [expected], names?.Names);
    }

    [Theory]
    [InlineData("public override", NamePlacement.BehindBlank, "async bool int partial ref required sealed string unsafe")]
    [InlineData("public override ", NamePlacement.Here, "async bool int partial ref required sealed string unsafe")]
    [InlineData("public override str", NamePlacement.Here, "string")]
    public async Task Behind_override_comes_a_type_that_a_member_of_the_bases_returns(string before, NamePlacement placement, string expected)
    {
        string source = Source.Replace("$0", "", StringComparison.Ordinal).Replace("// members", before + "$0", StringComparison.Ordinal);

        AllowedNames names = Assert.IsType<AllowedNames>(await NamesAsync(source, ""));

        Assert.Equal(expected.Split(' '), names.Names.Order());
        Assert.Equal(placement, names.Placement);
    }

    [Theory]
    [InlineData("protected virtual int Size => 1;", "override ", "async int partial ref required sealed unsafe")]
    [InlineData("protected virtual (int, int) Size => (1, 1);", "override ", null)]
    [InlineData("protected virtual (int, int) Size => (1, 1);", "override", null)]
    public async Task Behind_override_anything_may_come_where_a_member_of_the_bases_returns_a_tuple(string member, string written, string? expected)
    {
        string source = $"public class Base {{ {member} public sealed override string ToString() => \"\"; public sealed override bool Equals(object? other) => true; public sealed override int GetHashCode() => 1; }}\n"
            + "public class Derived : Base\n{\n    $0\n}\n";

        Assert.Equal(expected?.Split(' '), (await NamesAsync(source, written))?.Names.Order());
    }

    [Theory]
    [InlineData("class Till { object F() => new $0 }\nclass { }\n", "")]
    [InlineData("class Till { object F() => $0 }\nnamespace { class A { } }\n", "new ")]
    public async Task What_has_no_name_yet_is_not_offered(string source, string written) =>
        Assert.DoesNotContain("", (await NamesAsync(source, written))!.Names);

    [Fact]
    public async Task What_will_be_typed_counts_like_what_is()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        CSharpWorkspace workspace = await _folder.OpenAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source.Replace("$0", "var x = it$0", StringComparison.Ordinal));

        AllowedNames? names = new CSharpNameGuide(workspace.Find(document)!, cursor - 2, typed: "item", TestContext.Current.CancellationToken).NamesAfter(".Na");

        Assert.Equal(["Name"], names?.Names);
    }

    private async Task<AllowedNames?> NamesAsync(string source, string written, string references = "")
    {
        _folder.Write("App.csproj", SourceFolder.Project.Replace("</Project>", references + "</Project>", StringComparison.Ordinal));
        CSharpWorkspace workspace = await _folder.OpenAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", source);
        return new CSharpNameGuide(workspace.Find(document)!, cursor, typed: "", TestContext.Current.CancellationToken).NamesAfter(written);
    }
}
