using CsCheck;
using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Tests.Filters;

/// <summary>
/// A source with the cursor at <c>$0</c>, a stored completion, what of it is shown there, and why no more is.
/// </summary>
public class SuggestionFilterTests
{
    // The block that the cursor stands in ends.
    [Theory]
    [InlineData("void F()\n{\n    $0", "return 1;\n}\n\nvoid G()\n{", "return 1;", "BlockEnd")]
    [InlineData("void F()\n{\n    $0\n}", "int a = 1;\n    return a;\n}", "int a = 1;\n    return a;", "RepeatsSuffix")]
    [InlineData("class C\n{\n    int _a;$0", "\n    int _b;\n}\n\nclass D", "\n    int _b;", "BlockEnd")]
    [InlineData("    if (a)$0", "\n    {\n        b();\n    }\n    c();", "\n    {\n        b();\n    }", "BlockEnd")]
    [InlineData("    if (a)$0", "\n    {\n        b();\n    }\n    else\n    {\n        c();\n    }\n    d();", "\n    {\n        b();\n    }\n    else\n    {\n        c();\n    }", "BlockEnd")]
    [InlineData("    if (a) {$0", "\n        b();\n    }\n    c();", "\n        b();\n    }", "BlockEnd")]
    [InlineData("    $0", "foreach (var a in b)\n    {\n        c(a);\n    }\n\n    return d;", "foreach (var a in b)\n    {\n        c(a);\n    }", "BlockEnd")]
    [InlineData("$0", "    foreach (var a in b)\n        c(a);\n}\n", "foreach (var a in b)\n    c(a);", "BlockEnd")]
    [InlineData("    var a = b$0", "\n        .Where(c => c)\n        .ToList();\n}", "\n        .Where(c => c)\n        .ToList();", "BlockEnd")]
    [InlineData("    var a = b\n        .Where(c)$0", "\n        .ToList();\n    return a;", "\n        .ToList();", "BlockEnd")]
    [InlineData("    a = 1;$0", "\n    b = 2;\n    c = 3;", "\n    b = 2;\n    c = 3;", null)]
    [InlineData("    Foo($0", "\n        a,\n        b);\n    return;", "\n        a,\n        b);", "BlockEnd")]
    [InlineData("    void F($0", "\n        int a)\n    {\n        b();\n    }\n\n    void G()", "\n        int a)\n    {\n        b();\n    }", "BlockEnd")]
    [InlineData("    void F()\n    {\n        a();\n$0", "        b();\n    }\n\n    void G()", "        b();", "BlockEnd")]
    [InlineData("    case 1:$0", "\n        return a;\n    case 2:\n        return b;", "\n        return a;", "BlockEnd")]
    [InlineData("    $0", "\n}\n\nvoid G()", "", "ClosesTwice")]
    public void A_block_of_CSharp_ends(string source, string text, string shown, string? reason) =>
        Check(source, text, shown, reason, "csharp");

    [Theory]
    [InlineData("items.forEach(a => {$0", "\n  b(a);\n});\nc();", "\n  b(a);\n});", "BlockEnd")]
    [InlineData("const a = {$0", "\n  b: 1,\n  c: [\n    2,\n  ],\n};\nconst d", "\n  b: 1,\n  c: [\n    2,\n  ],\n};", "BlockEnd")]
    [InlineData("  it('a', () => {\n    $0\n  });", "expect(b).toBe(1);\n  });\n\n  it('c'", "expect(b).toBe(1);", "RepeatsSuffix")]
    [InlineData("  it('a', () => {\n    $0\n  }, 10);", "expect(b).toBe(1);\n  });\n\n  it('c'", "expect(b).toBe(1);", "RepeatsSuffix")]
    [InlineData("  try {$0", "\n    a();\n  } catch (e) {\n    b(e);\n  }\n  c();", "\n    a();\n  } catch (e) {\n    b(e);\n  }", "BlockEnd")]
    [InlineData("const s =$0", " `\na\n  b`;\nc", " `\na\n  b`;\nc", null)]
    [InlineData("fetch(a)$0", "\n  .then(b => {\n    c(b);\n  })\n  .catch(d);\ne();", "\n  .then(b => {\n    c(b);\n  })\n  .catch(d);", "BlockEnd")]
    public void A_block_of_TypeScript_ends(string source, string text, string shown, string? reason) =>
        Check(source, text, shown, reason, "typescript");

    [Theory]
    [InlineData("def f(a):$0", "\n    return a\n\ndef g(b):\n    return b", "\n    return a", "BlockEnd")]
    [InlineData("def f(a):\n    $0", "b = a\n    return b\n\nf(1)", "b = a\n    return b", "BlockEnd")]
    [InlineData("    if a:$0", "\n        b()\n    elif c:\n        d()\n    else:\n        e()\n    f()", "\n        b()\n    elif c:\n        d()\n    else:\n        e()", "BlockEnd")]
    [InlineData("    try:$0", "\n        a()\n    except E:\n        b()\n\n    c()", "\n        a()\n    except E:\n        b()", "BlockEnd")]
    [InlineData("def f($0", "\n    a,\n    b,\n):\n    return a\n\nf()", "\n    a,\n    b,\n):\n    return a", "BlockEnd")]
    [InlineData("# The sum:$0", "\na = 1\nb = 2", "\na = 1\nb = 2", null)]
    [InlineData("@property$0", "\ndef a(self):\n    return 1\n\n@property\ndef b", "\ndef a(self):\n    return 1", "BlockEnd")]
    [InlineData("x = [$0", "\n    1,\n]\ny = 2", "\n    1,\n]", "BlockEnd")]
    [InlineData("class A:\n    def f(self):\n        $0", "return 1\n\n    def g(self):\n        return 2", "return 1", "BlockEnd")]
    public void A_block_of_Python_ends(string source, string text, string shown, string? reason) =>
        Check(source, text, shown, reason, "python");

    [Theory]
    [InlineData("func f() error {\n\t$0\n}", "if err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}", "if err != nil {\n\t\treturn err\n\t}", "BlockEnd")]
    [InlineData("\tif err != nil {$0", "\n\t\treturn err\n\t}\n\treturn nil", "\n\t\treturn err\n\t}", "BlockEnd")]
    [InlineData("\tswitch a {\n\tcase 1:\n\t\t$0", "return 1\n\tcase 2:\n\t\treturn 2", "return 1", "BlockEnd")]
    [InlineData("type A struct {$0", "\n\tB int\n\tC string\n}\n\nfunc", "\n\tB int\n\tC string\n}", "BlockEnd")]
    [InlineData("\tgo func() {$0", "\n\t\tf()\n\t}()\n\tg()", "\n\t\tf()\n\t}()", "BlockEnd")]
    public void A_block_of_Go_ends(string source, string text, string shown, string? reason) =>
        Check(source, text, shown, reason, "go");

    // The cursor stands inside a line.
    [Theory]
    [InlineData("Foo($0);", "a,\n    b);", "a,", "InsideLine")]
    [InlineData("Foo($0);", "a);", "a", "RepeatsSuffix")]
    [InlineData("Foo($0)", "Bar(a))", "Bar(a)", "RepeatsSuffix")]
    [InlineData("Foo($0, c);", "a, b);", "a, b", "ClosesTwice")]
    [InlineData("a[b$0 + 1]", "[c]]", "[c]", "ClosesTwice")]
    [InlineData("foo(bar[$0, x])", "0], y)", "0", "ClosesTwice")]
    [InlineData("foo((a$0, x)", " + b)", " + b)", null)]
    [InlineData("return (a &&\n    b$0;", " || c)", " || c)", null)]
    [InlineData("print('$0, b)", ") (", ") (", null)]
    [InlineData("const f = (a) => {$0}", " return a })", " return a ", "RepeatsSuffix")]
    [InlineData("var s = \"$0\";", "abc\";", "abc", "RepeatsSuffix")]
    [InlineData("if (a $0b)", "&& ", "&& ", null)]
    [InlineData("if err := f($0); err != nil {", "ctx); err != nil {\n\treturn", "ctx", "RepeatsSuffix")]
    [InlineData("for $0 in range(10):", "index in range(10):\n    a", "index", "RepeatsSuffix")]
    [InlineData("x$0y", "\nz", "", "InsideLine")]
    public void Inside_a_line_one_line_is_shown_and_nothing_is_closed_twice(
        string source, string text, string shown, string? reason) => Check(source, text, shown, reason);

    // What stands below is not written again.
    [Theory]
    [InlineData("    $0\n    return total;", "return total;", "", "RepeatsSuffix")]
    [InlineData("    $0\n    return total;", "total++;\n    return total;", "total++;", "RepeatsSuffix")]
    [InlineData("    $0\n\n    var a = Read();\n    var b = Sum(a);\n    return b;", "Reset();\n    var b = Sum(a);\n    return b;", "Reset();", "RepeatsNextLines")]
    [InlineData("    $0\n    x = 0\n    first = items[0]\n    last = items[-1]", "first = items[0]\n    last = ite", "first = items[0]\n    last = ite", null)]
    [InlineData("    $0\n    x = 0\n    first = items[0]\n    last = items[-1]", "first = items[0]\n    last = items[-1]", "", "RepeatsNextLines")]
    [InlineData("    $0\n    var a = 1;\n    var b = Compute(a, 2);", "var b = Compute(a, 2);", "", "RepeatsNextLines")]
    [InlineData("    $0\n    a.End();\n    b.Begin();\n    a.End();", "b.Begin();", "b.Begin();", null)]
    [InlineData("    $0\n\n    x()\n    }\n}", "if (a) {\n        b()\n    }", "if (a) {\n        b()\n    }", null)]
    public void Lines_that_stand_below_are_not_shown(string source, string text, string shown, string? reason) =>
        Check(source, text, shown, reason);

    // Indentation is the file's.
    [Theory]
    [InlineData("{\n\ta()\n\t$0", "if b {\n        c()\n    }", "if b {\n\t\tc()\n\t}")]
    [InlineData("{\n\ta()\n$0", "    if b {\n      c()\n    }", "\tif b {\n\t\tc()\n\t}")]
    [InlineData("{\n\ta()\n\t$0", "/*\n\t * b\n\t */", "/*\n\t * b\n\t */")]
    [InlineData("{\n  a()\n  b({\n    c\n  })\n  $0", "if (d) {\n\t\te()\n\t}", "if (d) {\n    e()\n  }")]
    [InlineData("{\n    a()\n    $0", "if (d) {\n\t\te(\"\t\")\n\t}", "if (d) {\n        e(\"\t\")\n    }")]
    [InlineData("$0", "if (d) {\n\te()\n}", "if (d) {\n\te()\n}")]
    public void Lines_are_indented_as_the_file_is(string source, string text, string shown) =>
        Check(source, text, shown, null);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Other_line_ends_make_no_difference(string lineEnd) =>
        Check(
            "void F()\n{\n    $0\n}".Replace("\n", lineEnd, StringComparison.Ordinal),
            "if (a)\n    {\n        b();\n    }\n\n}\n\nvoid G()".Replace("\n", lineEnd, StringComparison.Ordinal),
            "if (a)\n    {\n        b();\n    }".Replace("\n", lineEnd, StringComparison.Ordinal),
            "RepeatsSuffix");

    [Theory]
    [InlineData("    $0", "  ", "Blank")]
    [InlineData("    $0", "", "Blank")]
    [InlineData("a $0 b", " ", "Blank")]
    public void White_space_is_dropped(string source, string text, string reason) => Check(source, text, "", reason);

    [Fact]
    public void Any_text_in_any_document_is_shown_or_cut_for_a_reason()
    {
        Gen<string> source = Gen.String[Gen.Char["ab({[)]}\"'`:;, \t\n"], 0, 60];
        Gen.Select(source, source, source).Sample(
            (prefix, suffix, text) =>
            {
                FilterResult result = SuggestionFilter.Apply(text, new Surroundings(prefix, suffix, "unknown"));

                Assert.Contains(Unindented(result.Text).Trim(), Unindented(text), StringComparison.Ordinal);
                Assert.True(result.Reason is not null || Unindented(result.Text).Trim() == Unindented(text).Trim());
            },
            iter: 20_000);
    }

    [Fact]
    public void A_line_of_100000_characters_is_no_obstacle()
    {
        string line = string.Concat(Enumerable.Repeat("f(a, [b]); ", 10_000));

        Assert.Equal("c", SuggestionFilter.Apply("c);", new Surroundings(line + "g(", ");" + line, "csharp")).Text);
    }

    private static string Unindented(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimStart(' ', '\t')));

    [Theory]
    [InlineData("\u202E")]
    [InlineData("\u2066")]
    [InlineData("\u2069")]
    [InlineData("\u200B")]
    [InlineData("\u200D")]
    [InlineData("\u2060")]
    [InlineData("\uFEFF")]
    [InlineData("\U000E0041")]
    [InlineData("\u001B")]
    [InlineData("\u001Bc;title\u0007")]
    [InlineData("\u009B")]
    [InlineData("\0")]
    [InlineData("\b")]
    [InlineData("\u007F")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u0085")]
    public void What_nobody_sees_is_not_suggested_unless_the_document_has_it_here(string characters)
    {
        string text = $"int a{characters} = 1;";

        Check("$0", text, "", "InvisibleText");
        Check("// $0", $"{text}\nint b;", "", "InvisibleText");
        Check($"// {characters}\n$0", text, text, null);
        Check($"$0\n// {characters}", text, text, null);
        Check($"// {characters}{new string('x', SuggestionFilter.Reach)}\n$0", text, "", "InvisibleText");
    }

    [Theory]
    [InlineData("return \"👩‍💻 ⚠️\";")]
    [InlineData("int a;\r\n\tint b;")]
    public void What_is_seen_is_suggested(string text) => Check("$0", text, text, null);

    [Fact]
    public void One_character_of_its_kind_stands_for_no_other() => Check("// \U000E0042\u202D\n$0", "a\U000E0041", "", "InvisibleText");

    [Fact]
    public void Half_a_character_is_never_suggested() => Check("// \uD83D\n$0", "a\uD83D", "", "InvisibleText");

    private static void Check(string source, string text, string shown, string? reason, string language = "unknown")
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);

        FilterResult result = SuggestionFilter.Apply(
            text, new Surroundings(source[..cursor], source[(cursor + 2)..], language));

        Assert.Equal((shown, reason), (result.Text, result.Reason?.ToString()));
        Assert.Equal(reason is null, result.Explanation is null);
    }
}
