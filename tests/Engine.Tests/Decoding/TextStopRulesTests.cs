using CsCheck;
using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine.Tests.Decoding;

/// <summary>
/// A source with the cursor at <c>$0</c>, what the model writes until it stops by itself, and what stays of it.
/// </summary>
public class TextStopRulesTests
{
    // The cursor stands inside a line: one line, up to what the line goes on with.
    [Theory]
    [InlineData("Console.WriteLine($0);", "message);\n    }", "message")]
    [InlineData("Console.WriteLine($0);", "Format(message, 1));", "Format(message, 1)")]
    [InlineData("Console.WriteLine($0);", "\"a) b\" + x);", "\"a) b\" + x")]
    [InlineData("Console.WriteLine($0);", "')');", "')'")]
    [InlineData("Console.WriteLine($0);", "'\\'', ')');", "'\\'', ')'")]
    [InlineData("Console.WriteLine($0)", "x => x.ToString())", "x => x.ToString()")]
    [InlineData("Console.WriteLine(\"$0\");", "Hello, world\");", "Hello, world")]
    [InlineData("Console.WriteLine(\"$0\");", "say \\\"hi\\\"\");", "say \\\"hi\\\"")]
    [InlineData("Console.WriteLine(\"$0\");", "it's (almost) done\");", "it's (almost) done")]
    [InlineData("var s = $\"{name$0}\";", ".Trim()}\";", ".Trim()")]
    [InlineData("if (items.Contains($0)", "item))", "item)")]
    [InlineData("if (items.Contains($0))", "item))", "item")]
    [InlineData("if (items.Contains($0)) {", "item)) {\n", "item")]
    [InlineData("var map = new Dictionary<$0>();", "string, List<int>>();", "string, List<int>")]
    [InlineData("for (int i = 0; i < $0; i++)", "values.Length; i++)", "values.Length")]
    [InlineData("int[] a = [1, $0];", "2, b[0], 3];", "2, b[0], 3")]
    [InlineData("var x = $0;", "a + b;", "a + b")]
    [InlineData("var x = $0;", "\"a;b\" + F(c);", "\"a;b\" + F(c)")]
    [InlineData("var x = $0 + offset;", "F(a + offset) + offset;", "F(a + offset)")]
    [InlineData("Foo(a, $0, c);", "b, c);", "b")]
    [InlineData("Foo(a, $0, c);", "F(b, c), c);", "F(b, c)")]
    [InlineData("public int Age $0", "{ get; set; }", "{ get; set; }")]
    [InlineData("return a$0 b;", " + c +", " + c +")]
    [InlineData("Foo($0x)", "in", "in")]
    [InlineData("items.Where($0)", "i => i > 0 && (i < 9 || F(i))", "i => i > 0 && (i < 9 || F(i))")]
    [InlineData("Add($0 )", "1 )", "1")]
    [InlineData("F($0); // it's (", "a);", "a")]
    [InlineData("F(':', $0)", "'(')", "'('")]
    public void Inside_a_line_of_CSharp(string source, string generated, string expected) =>
        Check(source, generated, expected);

    [Theory]
    [InlineData("const f = (a) => {$0}", " return a })", " return a ")]
    [InlineData("items.map(($0) => x)", "item, index) => x)", "item, index")]
    [InlineData("const s = `${user.$0}`;", "name.trim()}`;", "name.trim()")]
    [InlineData("const s = `Hi $0`;", "${user.name}!`;", "${user.name}!")]
    [InlineData("const o = { a: $0, b: 2 };", "[1, { x: 3 }], b: 2 };", "[1, { x: 3 }]")]
    [InlineData("import { $0 } from './cart';", "Item, total } from './cart';", "Item, total")]
    [InlineData("const t: Map<string, $0> = new Map();", "Array<number>> = new Map();", "Array<number>")]
    [InlineData("  name: $0,", "user.name,\n  age: 1", "user.name")]
    [InlineData("  list: $0,", "[a, b],\n", "[a, b]")]
    [InlineData("f('$0')", "it\\'s')", "it\\'s")]
    public void Inside_a_line_of_TypeScript(string source, string generated, string expected) =>
        Check(source, generated, expected);

    [Theory]
    [InlineData("print(f'{$0}')", "x['a']}')", "x['a']")]
    [InlineData("print(f\"{$0}\")", "x['a']}\")", "x['a']")]
    [InlineData("d = {'a': $0}", "[1, (2, 3)]}", "[1, (2, 3)]")]
    [InlineData("x = [i for $0 in items]", "i, j in items]", "i, j")]
    [InlineData("def f(a$0):", ": int = 0) -> int:\n    return a", ": int = 0")]
    [InlineData("for $0 in range(10):", "index in range(10):\n", "index")]
    [InlineData("raise ValueError($0)", "f'bad ({x!r}' + b'\\)' + r')')", "f'bad ({x!r}' + b'\\)' + r')'")]
    public void Inside_a_line_of_Python(string source, string generated, string expected) =>
        Check(source, generated, expected);

    [Theory]
    [InlineData("if err := f($0); err != nil {", "ctx); err != nil {\n", "ctx")]
    [InlineData("x := m[$0]", "key(a[1])]", "key(a[1])")]
    [InlineData("fmt.Println(`$0`)", "a \" b`)", "a \" b")]
    [InlineData("ch <- func() int { $0 }()", "return f(1) }()", "return f(1)")]
    [InlineData("case $0:", "'a', ':':\n", "'a', ':'")]
    public void Inside_a_line_of_Go(string source, string generated, string expected) =>
        Check(source, generated, expected);

    // The cursor stands at the end of a line: as many lines as asked for, up to the line that stands below.
    [Theory]
    [InlineData("    return $0\n}", "x;\n}\n", "x;", 1)]
    [InlineData("    return $0\r\n}", "x;\n}\n", "x;", 1)]
    [InlineData("    return $0", "x;  \n", "x;", 1)]
    [InlineData("if (x) {$0\n", "\n    y();\n}\n", "", 1)]
    [InlineData("if (x) {$0\n}", "\n    y();\n}\n\nz();", "\n    y();", 0)]
    [InlineData("    if (x)\n    {$0\n    }", "\n        y();\n    }\n}", "\n        y();", 0)]
    [InlineData("class A {\n    void B() {$0\n}", "\n        y();\n    }\n}\n", "\n        y();\n    }", 0)]
    [InlineData("class A {\n    void B() {$0\n}", "\n        if (x) {\n            y();\n        }\n    }\n}", "\n        if (x) {\n            y();\n        }\n    }", 0)]
    [InlineData("for (;;) {$0\n    return max;", "\n    i++;\n    return max;\n}", "\n    i++;", 0)]
    [InlineData("for (;;) {$0\nreturn maximum;", "\n    i++;\n    return maximum;\n}", "\n    i++;", 0)]
    [InlineData("x();$0\n    return;", "\n    if (y)\n        return;\n    z();\n    return;", "\n    if (y)\n        return;\n    z();", 0)]
    [InlineData("    $0\n    return total;", "return total;\n}", "", 0)]
    [InlineData("    ret$0\n    return total;", "urn total;", "", 0)]
    [InlineData("    ret$0\n    return total;", "urn total + 1;", "urn total + 1;", 0)]
    [InlineData("{\n$0\n}", "}\n", "", 0)]
    [InlineData("i++;$0\ni++;", "\nj++;\n", "\nj++;", 0)]
    [InlineData("a();$0\n\n\nb();", "\nc();\n\n\n", "\nc();", 3)]
    [InlineData("a();$0", "\nb();\nc();\nd();", "\nb();\nc();", 3)]
    [InlineData("x = [$0\n]", "\n    1,\n    2,\n]\n", "\n    1,\n    2,", 0)]
    [InlineData("def f():$0\n\ndef g(x):", "\n    return 1\n\ndef g(x):\n    pass", "\n    return 1", 0)]
    [InlineData("func f() {$0\n\treturn a, nil", "\n    a := g()\n    return a, nil\n", "\n    a := g()", 0)]
    [InlineData("\tif a {$0\n\t}", "\n        b()\n    }\n}", "\n        b()", 0)]
    [InlineData("f(() => {$0\n});", "\n  g();\n});\nh();", "\n  g();", 0)]
    [InlineData("if (a) {$0\n} else {", "\n    b();\n} else {\n", "\n    b();", 0)]
    [InlineData("s = \"\"\"$0\n\"\"\"", "\nit's {\n\"\"\"\n", "\nit's {", 0)]
    public void At_the_end_of_a_line(string source, string generated, string expected, int maxLines) =>
        Check(source, generated, expected, maxLines);

    [Theory]
    [InlineData("$0", "a;b", "a", StopReason.StopString, ";")]
    [InlineData("$0", "abcabd!", "abc", StopReason.StopString, "abd")]
    [InlineData("$0", "aaab", "a", StopReason.StopString, "aab")]
    [InlineData("$0", "one\n\ntwo", "one", StopReason.StopString, "\n\n")]
    [InlineData("$0", "one two", "one", StopReason.StopString, "two", " t")]
    [InlineData("$0", "xab", "x", StopReason.StopString, "b", "ab")]
    [InlineData("$0", "abc", "abc", StopReason.EndOfText, "abd")]
    [InlineData("f($0)", "a)", "a", StopReason.Suffix)]
    [InlineData("f($0)", "a\n", "a", StopReason.LineLimit)]
    [InlineData("f($0)", "a\r\n", "a", StopReason.LineLimit)]
    [InlineData("x: $0,", "1,", "1", StopReason.Suffix)]
    [InlineData("a\n$0\nb = c + d", "b = c + d", "", StopReason.Suffix)]
    [InlineData("f($0)", "a", "a", StopReason.EndOfText)]
    public void The_reason_is_named(
        string source, string generated, string expected, StopReason reason, params string[] stopStrings)
    {
        TextStopRules rules = Start(source, maxLines: 0, stopStrings);

        rules.Append(generated);

        Assert.Equal(reason, rules.Finish(StopReason.EndOfText));
        Assert.Equal(expected, rules.Text);
    }

    [Fact]
    public void What_may_still_be_cut_is_held_back()
    {
        (string Piece, string Safe)[] steps =
        [
            ("    to", "    to"),
            ("tal++;  ", "    total++;"),
            ("\n    ret", "    total++;"),
            ("urn tot", "    total++;"),
            ("als;", "    total++;  \n    return totals;"),
            ("\n\n}", "    total++;  \n    return totals;\n\n}"),
            ("EN", "    total++;  \n    return totals;\n\n}"),
            ("E", "    total++;  \n    return totals;\n\n}EN"),
            ("!", "    total++;  \n    return totals;\n\n}ENE!"),
        ];
        TextStopRules rules = Start("{\n$0\n    return total;\n}", maxLines: 0, ["END"]);

        foreach ((string piece, string safe) in steps)
        {
            Assert.Null(rules.Append(piece));
            Assert.Equal(safe, rules.Text[..rules.SafeLength]);
        }
    }

    [Fact]
    public void What_comes_behind_the_end_is_ignored()
    {
        TextStopRules rules = Start("f($0)", maxLines: 1, []);

        Assert.Equal(StopReason.Suffix, rules.Append("a) b"));
        Assert.Equal(StopReason.Suffix, rules.Append("c"));
        Assert.Equal(StopReason.Suffix, rules.Finish(StopReason.TokenLimit));
        Assert.Equal("a", rules.Text);
    }

    // Whether the text would have gone on behind the repetition, nobody knows.
    [Theory]
    [InlineData(StopReason.EndOfText, StopReason.Suffix)]
    [InlineData(StopReason.TimeLimit, StopReason.TimeLimit)]
    public void What_a_time_limit_cut_is_cut_even_where_it_ends_in_a_repetition(StopReason end, StopReason expected)
    {
        TextStopRules rules = Start("Foo(a, $0, c", maxLines: 1, []);
        rules.Append("b, c");

        Assert.Equal(expected, rules.Finish(end));

        Assert.Equal("b", rules.Text);
    }

    [Fact]
    public void The_pieces_make_no_difference_and_what_was_shown_stays()
    {
        string[] words = ["(", ")", "{", "}", "\"", "'", "\\", ";", ",", "\n", "    ", " ", "a", "ab", "return x;", "\t"];
        Gen<string> text = Gen.Int[0, words.Length - 1].Select(index => words[index]).Array[0, 14].Select(string.Concat<string>);

        Gen.Select(text, text, text, Gen.Int[0, 3]).Sample((prefix, suffix, generated, maxLines) =>
        {
            string[] stopStrings = ["ab;", "\n\n"];
            TextStopRules whole = new(prefix, suffix, maxLines, stopStrings);
            whole.Append(generated);
            whole.Finish(StopReason.EndOfText);

            TextStopRules pieces = new(prefix, suffix, maxLines, stopStrings);
            string shown = "";
            foreach (char character in generated)
            {
                pieces.Append([character]);
                string safe = pieces.Text[..pieces.SafeLength].ToString();
                if (!safe.StartsWith(shown, StringComparison.Ordinal))
                    return false;
                shown = safe;
            }

            pieces.Finish(StopReason.EndOfText);
            return whole.Reason == pieces.Reason
                && whole.Text.SequenceEqual(pieces.Text)
                && generated.StartsWith(pieces.Text.ToString(), StringComparison.Ordinal)
                && pieces.Text.StartsWith(shown);
        }, iter: 20_000);
    }

    private static void Check(string source, string generated, string expected, int maxLines = 1)
    {
        TextStopRules rules = Start(source, maxLines, []);

        rules.Append(generated);
        rules.Finish(StopReason.EndOfText);

        Assert.Equal(expected, rules.Text);
    }

    private static TextStopRules Start(string source, int maxLines, string[] stopStrings)
    {
        string[] parts = source.Split("$0");
        return new TextStopRules(parts[0], parts[1], maxLines, stopStrings);
    }
}
