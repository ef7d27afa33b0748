using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Tests.Filters;

/// <summary>
/// What users of completion servers complain of, and its kin: a language, a source with the cursor at <c>$0</c>, what a model
/// wrote there, and what of it is shown.
/// </summary>
public class ReportedTests
{
    private const string Blanks19 = "                   ";

    [Theory]
    [InlineData("python", "def f(x):\n    raise ValueError(x)\n    $0\n", Blanks19 + "if x == 0:", "if x == 0:")]
    [InlineData("python", "def f(x):\n    return x\n    $0\n", Blanks19 + "return", "return")]
    [InlineData("python", "def f(x):\n$0\n", "        return x", "    return x")]
    [InlineData("python", "class A:\n    def f(x):\n        return x\n$0\n", "    def g(x):", "    def g(x):")]
    [InlineData("python", "class A:\n    def f(x):\n        return x\n\n$0\n", "b = A()", "b = A()")]
    [InlineData("csharp", "Console.WriteLine(\"Hello\");\n$0\n", "            Console.ReadKey();", "Console.ReadKey();")]
    [InlineData("ruby", "def add(a, b)\n  a + b\n  $0\nend", "  return a", "return a")]
    [InlineData("sql", "CREATE TABLE users (\n  email       $0,\n  name TEXT\n);", " TEXT NOT NULL", "TEXT NOT NULL")]
    [InlineData("html", "<body>\n  $0\n</body>", "  <div>", "<div>")]
    [InlineData("python", "def perimeter(w, h):\n    $0", "    return w * h", "return w * h")]
    [InlineData("python", "def perimeter(w, h):\n    $0", "\n    return w * h", "return w * h")]
    [InlineData("python", "def perimeter(w, h):\n    $0", "\n\n    if w:\n        return w * h", "if w:\n        return w * h")]
    [InlineData("python", "def perimeter(w, h):\n    $0", "    if w:\n            return w * h", "if w:\n        return w * h")]
    [InlineData("python", "def perimeter(w, h):\n    $0", "    if w:\n        return w * h", "if w:\n        return w * h")]
    [InlineData("go", "func f() {\n\ta()\n\t$0\n}", "\tb()", "b()")]
    [InlineData("go", "func f() {\n\ta()\n\t$0\n}", "    b()", "b()")]
    [InlineData("javascript", "if (a) {\n  b();\n  $0\n}", "  c();\r\n", "c();")]
    public void The_first_line_stands_where_the_cursor_does(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("javascript", "el.addEventListener($0);", "'click', () => {", "'click'")]
    [InlineData("javascript", "get(url).then((res) => $0)", "{", "")]
    [InlineData("javascript", "get(url).then($0)", "(res) => {", "")]
    [InlineData("javascript", "get(url).then($0)", "(res) => res.json()", "(res) => res.json()")]
    [InlineData("javascript", "get(url).then($0", "(res) => {", "(res) => {")]
    [InlineData("typescript", "const m: Map<string, $0> = new Map();", "any> = new Map<string, any>();", "any")]
    [InlineData("csharp", "Dictionary<string, $0> map = new();", "List<int>> map = new();", "List<int>")]
    [InlineData("rust", "let v: Vec<$0> = Vec::new();", "u8> = vec![];", "u8")]
    [InlineData("csharp", "foo(bar($0), x)", "a), y", "a")]
    [InlineData("csharp", "foo[bar[$0], x]", "a], y", "a")]
    [InlineData("csharp", "var s = \"$0\";", "abc\" + x + \"def", "abc")]
    [InlineData("csharp", "var s = \"$0\" + y;", "abc\" + x", "abc")]
    [InlineData("csharp", "Foo($0);", "\"abc", "")]
    [InlineData("csharp", "Foo($0);", "a // and so on", "")]
    [InlineData("csharp", "Foo(a, $0);", "b => { return b; }", "b => { return b; }")]
    [InlineData("javascript", "const {$0} = props;", " name, age ", " name, age ")]
    [InlineData("javascript", "const {$0} = props;", " name } = other; const { age", " name ")]
    [InlineData("python", "print(f\"{name$0}\")", ".upper()} and {other", ".upper()")]
    [InlineData("python", "print(items[$0])", "0])", "0")]
    [InlineData("csharp", "if (a $0) {", "&& b) {", "&& b")]
    public void Nothing_in_a_line_is_closed_twice_or_left_open(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("shellscript", "if [ -f \"$1\" ]; then\n    echo \"found\"\n    $0\nfi", "fi", "")]
    [InlineData("shellscript", "if [ -f \"$1\" ]; then\n    echo \"found\"\n$0\nfi", "    fi", "")]
    [InlineData("shellscript", "if [ -f \"$1\" ]; then\n    echo \"found\"\n$0", "fi", "fi")]
    [InlineData("shellscript", "if [ -f \"$1\" ]; then\n    echo \"found\"\n    $0", "fi", "")]
    [InlineData("shellscript", "if [ -z \"$name\" ]; then\n    $0\nfi", "printf \"%s %s\\n\" \"${name}\"; fi", "printf \"%s %s\\n\" \"${name}\"")]
    [InlineData("shellscript", "for f in *; do\n  echo $f\n  $0\ndone", "done", "")]
    [InlineData("shellscript", "case $x in\n  a) b ;;\n  $0\nesac", "esac", "")]
    [InlineData("shellscript", "case $x in\n  a) b ;;\n  $0\nesac", "c) d ;;", "c) d ;;")]
    [InlineData("vb", "Sub Main()\n    Dim x As Integer = 1\n    $0\nEnd Sub", "End Sub", "")]
    [InlineData("vb", "Sub Main()\n    If x = 1 Then\n        $0\n    End If\nEnd Sub", "Return", "Return")]
    [InlineData("lua", "function f()\n  local a = 1\n  $0\nend", "  end function", "")]
    [InlineData("lua", "function f()\n  local a = 1\n  $0\nend", "for i = 1, 3 do", "for i = 1, 3 do")]
    [InlineData("lua", "function f()\n  local a = 1\n$0", "end", "end")]
    [InlineData("ruby", "class A\n  def f\n    1\n    $0\n  end\nend", "end", "")]
    [InlineData("ruby", "class A\n  def f\n    1\n  $0\nend", "end", "end")]
    [InlineData("ruby", "def f\n  $0\nend", "return 1 if x", "return 1 if x")]
    [InlineData("elixir", "def f do\n  1\n  $0\nend", "end", "")]
    [InlineData("cmake", "if(A)\n  message(a)\n  $0\nendif()", "endif()", "")]
    [InlineData("c", "#ifdef A\nint a;\n$0\n#endif", "#endif", "")]
    [InlineData("vim", "function! F()\n  let a = 1\n  $0\nendfunction", "endfunction", "")]
    [InlineData("html", "<ul>\n  <li>a</li>\n  $0\n</ul>", "</ul>", "")]
    [InlineData("xml", "<a>\n  <b>$0\n</a>", "c</b>", "c</b>")]
    [InlineData("xml", "<a>\n  <b>$0</b>\n</a>", "c</b>", "c")]
    [InlineData("javascript", "function f() {\n  a();\n  $0\n}", "}", "")]
    [InlineData("javascript", "function f() {\n  a();\n  $0", "}", "")]
    [InlineData("javascript", "function f() {\n  a();\n$0", "}", "}")]
    [InlineData("javascript", "function f() {\n  if (a) {\n    b();\n  $0\n}", "} else {", "} else {")]
    [InlineData("shellscript", "cat <<EOF\ntext\n$0\nEOF", "EOF", "")]
    public void What_is_closed_below_is_not_closed_above(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("csharp", "Console.WriteLine(\"Hello\");\n$0\n", "            Console.WriteLine(\"Hello\");", "")]
    [InlineData("yaml", "steps:\n  - run: npm ci\n  - run: $0\n", "npm ci", "")]
    [InlineData("yaml", "steps:\n  - run: npm ci\n  - run: npm test\n  - run: $0\n", "npm ci", "")]
    [InlineData("yaml", "name: a\non: push\n$0\n", "name: b", "")]
    [InlineData("yaml", "- name: a\n  run: b\n- name: c\n  $0\n", "run: d", "run: d")]
    [InlineData("fsharp", "match x with\n| Neg -> -1\n| Zero -> 0\n$0", "| Neg -> 1", "")]
    [InlineData("fsharp", "type Sign =\n    | Neg\n    | Zero\n    $0", "| Neg", "")]
    [InlineData("csharp", "switch (x)\n{\n    case 1:\n        return a;\n    $0\n}", "case 1:", "")]
    [InlineData("csharp", "switch (x)\n{\n    case 1:\n        return a;\n    $0\n}", "case 2:", "case 2:")]
    [InlineData("csharp", "return x switch\n{\n    Kind.A => 1,\n    $0\n};", "Kind.A => 2,", "")]
    [InlineData("python", "import os\nimport sys\n$0", "import os", "")]
    [InlineData("json", "{\n  \"a\": 1,\n  $0\n}", "\"a\": 2", "")]
    [InlineData("python", "def area(w, h):\n    return w * h\n\n$0", "def area(w, h):", "")]
    [InlineData(
        "python", "def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    $0",
        "def perimeter(w, h):\n    return w * h", "return w * h")]
    [InlineData(
        "markdown", "| name | meaning |\n|---|---|\n| apple | a round fruit |\n| banana | a long fruit |\n$0",
        "| apple | a round fruit |\n| banana | a long fruit |\n| apple | a round fruit |", "")]
    [InlineData("javascript", "a.push(1);\na.push(2);\n$0", "a.push(3);", "a.push(3);")]
    [InlineData("python", "class A:\n    def f(self):\n        pass\n\n    $0", "def f(self, other):", "")]
    [InlineData("python", "class A:\n    def f(self):\n        pass\n\nclass B:\n    $0", "def f(self):", "def f(self):")]
    [InlineData("python", "class A:\n    @property\n    def f(self):\n        pass\n\n    @f.setter\n    $0", "def f(self, value):", "def f(self, value):")]
    [InlineData("python", "class A:\n    $0\n\n    def f(self):\n        pass\n", "def f(self, other):", "")]
    [InlineData("python", "def f():\n    pass\n\ndef $0", "f(a):", "")]
    [InlineData("go", "func f() {\n}\n\n$0", "func f(a int) {", "")]
    [InlineData("go", "func (a *A) f() {\n}\n\n$0", "func (b *B) f() {", "func (b *B) f() {")]
    [InlineData("rust", "impl A {\n    $0\n\n    fn f(&self) {\n    }\n}", "pub fn f(&mut self) {", "")]
    [InlineData("c", "int f(void);\n\n$0", "int f(void)", "int f(void)")]
    [InlineData("c", "int f(void)\n{\n    return 0;\n}\n\n$0", "int f(int a)", "")]
    [InlineData("java", "class A {\n    int f() {\n        return 0;\n    }\n\n    $0\n}", "int f(int a) {", "int f(int a) {")]
    [InlineData("javascript", "const a = 1;\n$0", "const a = 2;", "")]
    [InlineData("javascript", "const a = 1;\nif (a) {\n  $0\n}", "const a = 2;", "const a = 2;")]
    [InlineData("rust", "fn f() {\n    let a = 1;\n    $0\n}", "let a = a + 1;", "let a = a + 1;")]
    [InlineData("shellscript", "log() {\n  echo $1\n}\n$0", "log() {", "")]
    [InlineData("sql", "$0\n\nCREATE TABLE orders (\n  id INT\n);", "CREATE TABLE orders (", "")]
    [InlineData("json", "{\n  $0,\n  \"a\": 1\n}", "\"a\": 2", "")]
    [InlineData("yaml", "web:\n  $0\n  image: b\ndb:\n  image: a\n", "image: c", "")]
    [InlineData("yaml", "web:\n  $0\ndb:\n  image: a\n", "image: c", "image: c")]
    [InlineData("yaml", "rules:\n  - linters:\n      - a\n  $0", "- linters:", "- linters:")]
    [InlineData("c", "int a[] = {\n    0, 0,\n    $0", "0, 0,", "0, 0,")]
    public void What_stands_above_is_not_written_again(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("go", "$0", "using System;", "")]
    [InlineData("html", "$0", "using System;", "")]
    [InlineData("go", "$0", "package main", "package main")]
    [InlineData("csharp", "$0", "using System;", "using System;")]
    [InlineData("python", "def area(r):\n    return r\n$0", "}", "")]
    [InlineData("python", "print(a)\n$0", ");", "")]
    [InlineData("python", "$0", "def area(w, h):", "def area(w, h):")]
    [InlineData("python", "$0", "import os;", "")]
    [InlineData("python", "def area(r):\n    $0\n    return r", "\"\"\"\"\"\"", "")]
    [InlineData("python", "def area(r):\n    $0\n    return r", "\"\"\"The area of a circle.\"\"\"", "\"\"\"The area of a circle.\"\"\"")]
    [InlineData("kotlin", "val double = $0", "(x) => x * 2", "")]
    [InlineData("kotlin", "val double = { x: Int $0", "-> x * 2 }", "-> x * 2 }")]
    [InlineData("csharp", "$0", "# A comment of another language", "")]
    [InlineData("python", "$0", "// A comment of another language", "")]
    [InlineData("python", "url = $0", "\"https://example.com\"", "\"https://example.com\"")]
    [InlineData("lua", "$0", "local x = 1", "local x = 1")]
    [InlineData("lua", "if $0", "a != b then", "")]
    [InlineData("java", "$0", "from typing import Any", "")]
    [InlineData("rust", "$0", "func main() {", "")]
    [InlineData("swift", "$0", "fn main() {", "")]
    [InlineData("ruby", "$0", "public static void main(String[] args) {", "")]
    [InlineData("cpp", "$0", "/// <summary>", "")]
    [InlineData("rust", "fn f() {\n    a();\n    $0\n}", "b(); /// <param name=\"a\">", "b();")]
    [InlineData("rust", "$0", "/// Adds two numbers.", "/// Adds two numbers.")]
    [InlineData("kotlin", "class A {\n    $0\n}", "val all = new List<Int>()", "")]
    [InlineData("python", "new = $0", "old", "old")]
    [InlineData("java", "public class A {\n    $0\n}", "public static void main(String[] args) {", "public static void main(String[] args) {")]
    public void Lines_of_other_languages_are_not_shown(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("python", "# Author: $0", "<author>Erika Mustermann (.NET)")]
    [InlineData("csharp", "/*\n * Author: $0\n */", "Erika Mustermann")]
    [InlineData("python", "__author__ = \"$0\"", "Erika Mustermann")]
    [InlineData("python", "# Author: $0\nimport os\n", "<NAME>")]
    [InlineData("python", "a = 1\n$0", "password = \"<PASSWORD>\"")]
    [InlineData("python", "# Copyright $0", "(c) Microsoft. All rights reserved.")]
    [InlineData("python", "print(1)\n$0", "# Copyright (c) Microsoft. All rights reserved.")]
    [InlineData("python", "#!$0", " Copyright (c) Contoso Corporation")]
    [InlineData("csharp", "$0", "// Licensed to the .NET Foundation under one or more agreements.")]
    [InlineData("javascript", "// Written by $0", "erika")]
    [InlineData("json", "{\n  \"author\": \"$0\"\n}", "Erika Mustermann <erika@mustermann.de>")]
    [InlineData("xml", "<Project>\n  <Authors>$0</Authors>\n</Project>", "Contoso")]
    [InlineData("python", "contact = \"$0\"", "erika@mustermann.de")]
    public void Nobody_is_named_who_is_not_named_in_the_users_text(string language, string source, string text) =>
        Check(language, source, text, "", "InventedName");

    [Theory]
    [InlineData("python", "# Author: Erika Mustermann\n# Author: $0", "Erika Mustermann Junior", "")]
    [InlineData("python", "owner = \"Erika Mustermann\"\n# Author: $0", "Erika Mustermann", "Erika Mustermann")]
    [InlineData("csharp", "// Licensed under $0", "the MIT License.", "the MIT License.")]
    [InlineData("csharp", "// Licensed under $0", "the Apache License, Version 2.0.", "the Apache License, Version 2.0.")]
    [InlineData("csharp", "book.Author = $0;", "new Author(Name)", "new Author(Name)")]
    [InlineData("python", "email = \"$0\"", "someone@example.com", "someone@example.com")]
    [InlineData("csharp", "// $0", "Larger files are written by programs.", "Larger files are written by programs.")]
    public void Who_is_named_in_the_users_text_may_be_named_and_code_names_what_it_likes(
        string language, string source, string text, string shown) => Check(language, source, text, shown);

    [Theory]
    [InlineData("python", "def area(w, h):\n    $0", "return w * h<|file_sep|>other.py", "return w * h")]
    [InlineData("python", "def area(w, h):\n    $0", "return w * h<fim_prefix>from typing import Any", "return w * h")]
    [InlineData("python", "def area(w, h):\n    $0", "return w * h<|fim_pad|>", "return w * h")]
    [InlineData("python", "def area(w, h):\n    $0", "return w * h\n```\nThis computes the area.", "return w * h")]
    [InlineData("python", "def area(w, h):\n    $0", "```python", "")]
    [InlineData("markdown", "Like this:\n$0", "```python", "```python")]
    [InlineData("python", "END = \"<|im_end|>\"\nif text == $0", "\"<|im_end|>\":", "\"<|im_end|>\":")]
    public void Tokens_that_steer_models_are_not_shown(string language, string source, string text, string shown) =>
        Check(language, source, text, shown);

    [Theory]
    [InlineData("python", "for name in os.listxattr$0", "a(path):", "")]
    [InlineData("python", "for name in os.listxattr$0", "(path):", "(path):")]
    public void A_selected_item_is_not_written_on(string language, string source, string text, string shown)
    {
        FilterResult result = Apply(language, source, text, isBehindItem: true);

        Assert.Equal((shown, shown.Length == 0 ? FilterReason.ChangesItem : null), (result.Text, result.Reason));
    }

    /// <summary>The brace that would be closed twice then lies beyond what is looked at.</summary>
    [Fact]
    public void A_block_that_is_closed_right_below_is_not_closed_within_a_line_of_a_large_file() => Check(
        "javascript",
        $"function f() {{\n  for (;;) {{\n    $0a();\n  }}\n{string.Concat(Enumerable.Repeat("  b();\n", 4_000))}}}\n",
        "}",
        "");

    private static void Check(string language, string source, string text, string shown, string? reason = null)
    {
        FilterResult result = Apply(language, source, text);

        Assert.Equal(shown, result.Text);
        Assert.True(reason is null || result.Reason?.ToString() == reason, $"The reason is {result.Reason}.");

        // Both stages together give the same.
        Surroundings around = Around(language, source);
        FilterResult candidate = CandidateFilter.Apply(text, confidence: 0, confidenceThreshold: -1, around);
        Assert.Equal(shown, candidate.IsDropped ? "" : SuggestionFilter.Apply(candidate.Text, around).Text);
    }

    private static FilterResult Apply(string language, string source, string text, bool isBehindItem = false) =>
        SuggestionFilter.Apply(text, Around(language, source, isBehindItem));

    private static Surroundings Around(string language, string source, bool isBehindItem = false)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        return new Surroundings(source[..cursor], source[(cursor + 2)..], language) { IsBehindItem = isBehindItem };
    }
}
