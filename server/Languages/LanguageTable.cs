using System.Collections.Frozen;

namespace LspCompletion.Server.Languages;

/// <summary>The languages that are known, by the names that editors give them.</summary>
internal static class LanguageTable
{
    private static readonly CommentRule CBlock = new("/*", "*/");
    private static readonly CommentRule NestedCBlock = new("/*", "*/", Nests: true);
    private static readonly LineCommentRule Slashes = new("//");
    private static readonly LineCommentRule Hash = new("#");
    private static readonly LineCommentRule HashWord = new("#", CommentStart.Word);
    private static readonly LineCommentRule HashLine = new("#", CommentStart.Line);
    private static readonly LineCommentRule Dashes = new("--");
    private static readonly LineCommentRule Semicolon = new(";");
    private static readonly LineCommentRule Percent = new("%");

    private static readonly LiteralRule Quotes = new QuotedText("\"") { Escape = '\\' };
    private static readonly LiteralRule QuotedLines = new QuotedText("\"") { Escape = '\\', SpansLines = true };
    private static readonly LiteralRule Apostrophes = new QuotedText("'") { Escape = '\\', IsNotBehindWord = true };
    private static readonly LiteralRule DoubledQuotes = new QuotedText("\"") { DoublesClose = true };
    private static readonly LiteralRule DoubledApostrophes = new QuotedText("'") { DoublesClose = true };
    private static readonly LiteralRule ThreeQuotes = new QuotedText("\"\"\"") { SpansLines = true };
    private static readonly LiteralRule RawBackquotes = new QuotedText("`") { SpansLines = true };
    private static readonly LiteralRule Character = new CharacterText();

    private static readonly LiteralRule QuotesWithDollarHoles = new QuotedText("\"") { Escape = '\\', Hole = ("${", '}') };
    private static readonly LiteralRule QuotesWithHashHoles = new QuotedText("\"") { Escape = '\\', SpansLines = true, Hole = ("#{", '}') };
    private static readonly LiteralRule TemplateText = new QuotedText("`") { Escape = '\\', SpansLines = true, Hole = ("${", '}') };

    private static readonly BlockRule[] PreprocessorBlocks =
        [new("#if", "#endif"), new("#ifdef", "#endif"), new("#ifndef", "#endif"), new("#region", "#endregion")];

    private static readonly BlockRule[] RubyBlocks =
    [
        new("def", "end") { UnlessLater = " = " }, new("class", "end"), new("module", "end"), new("begin", "end"), new("case", "end"),
        new("if", "end") { BeginsStatement = true }, new("unless", "end") { BeginsStatement = true },
        new("while", "end") { BeginsStatement = true }, new("until", "end") { BeginsStatement = true },
        new("for", "end") { BeginsStatement = true }, new("do", "end") { NotBehind = ["while", "until", "for"] },
    ];

    private static readonly LiteralRule[] JavaScriptLiterals = [Quotes, Apostrophes, TemplateText, new SlashedText()];

    private static readonly LiteralRule[] MarkupLiterals =
    [
        new QuotedText("<![CDATA[", "]]>") { SpansLines = true },
        new QuotedText("\"") { SpansLines = true }, new QuotedText("'") { SpansLines = true },
    ];

    /// <summary>What stands for a language that isn't known: brackets and quotes, as most have them.</summary>
    public static Language Unknown { get; } = new() { Name = "", Literals = [Quotes, Apostrophes, RawBackquotes] };

    /// <summary>All rows.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        // Braces.
        new()
        {
            Name = "csharp", OtherNames = ["cs", "c#", "c-sharp", "csx"], LineComments = [Slashes], Comments = [CBlock], HasTypeArguments = true,
            Literals =
            [
                new CountedQuotes { SpansLines = true, Hole = ("{", '}') },
                new QuotedText("\"") { Prefix = "$@", Needs = '@', DoublesClose = true, SpansLines = true, Hole = ("{", '}'), HolePrefix = "$", DoublesHole = true },
                new QuotedText("\"") { Prefix = "$", Escape = '\\', Hole = ("{", '}'), HolePrefix = "$", DoublesHole = true },
                Character,
            ],
            Blocks = PreprocessorBlocks, ForeignSigns = ["===", "!==", "<-", ":="],
        },
        new()
        {
            Name = "c", OtherNames = ["arduino"], LineComments = [Slashes], Comments = [CBlock], Literals = [Quotes, Character],
            Blocks = PreprocessorBlocks, ForeignSigns = ["===", "!==", "=>", ":="],
        },
        new()
        {
            Name = "cpp", OtherNames = ["c++", "cxx", "cuda-cpp", "cuda", "hlsl", "glsl", "metal"], LineComments = [Slashes], Comments = [CBlock], HasTypeArguments = true,
            Literals = [new MarkedText('"', 'R', '(', ")*\"") { SpansLines = true }, Quotes, Character],
            Blocks = PreprocessorBlocks, ForeignSigns = ["===", "!==", ":="],
        },
        new()
        {
            Name = "objective-c", OtherNames = ["objc", "objectivec", "objective-cpp", "objcpp", "objectivecpp"], LineComments = [Slashes], Comments = [CBlock],
            Literals = [Quotes, Character], Blocks = PreprocessorBlocks, ForeignSigns = ["===", "!==", "=>", ":="],
        },
        new()
        {
            Name = "java", OtherNames = ["apex"], LineComments = [Slashes], Comments = [CBlock], HasTypeArguments = true,
            Literals = [ThreeQuotes with { Escape = '\\' }, Quotes, Character], ForeignSigns = ["===", "!==", "=>", ":=", "<-"],
        },
        new()
        {
            Name = "kotlin", OtherNames = ["kt", "kts"], LineComments = [Slashes], Comments = [NestedCBlock], HasTypeArguments = true,
            Literals = [ThreeQuotes with { Hole = ("${", '}') }, QuotesWithDollarHoles, Character], ForeignSigns = ["=>", ":=", "<-"],
        },
        new()
        {
            Name = "scala", OtherNames = ["sbt"], LineComments = [Slashes], Comments = [NestedCBlock],
            Literals = [ThreeQuotes with { Hole = ("${", '}') }, QuotesWithDollarHoles, Character], ForeignSigns = ["===>"],
        },
        new()
        {
            Name = "groovy", OtherNames = ["gradle", "jenkinsfile", "java-properties-groovy"], LineComments = [Slashes], Comments = [CBlock],
            Literals =
            [
                ThreeQuotes with { Escape = '\\', Hole = ("${", '}') }, new QuotedText("'''") { Escape = '\\', SpansLines = true },
                QuotesWithDollarHoles, Apostrophes,
            ],
        },
        new()
        {
            Name = "go", OtherNames = ["golang", "gomod", "go.mod"], LineComments = [Slashes], Comments = [CBlock],
            Literals = [Quotes, RawBackquotes, Character], ForeignSigns = ["===", "!==", "=>", "->", "?."],
        },
        new()
        {
            Name = "rust", OtherNames = ["rs"], LineComments = [Slashes], Comments = [NestedCBlock], HasTypeArguments = true,
            Literals = [new FencedText('r') { SpansLines = true }, QuotedLines, Character], ForeignSigns = ["===", "!==", ":="],
        },
        new()
        {
            Name = "swift", LineComments = [Slashes], Comments = [NestedCBlock], HasTypeArguments = true,
            Literals =
            [
                new FencedText('\0') { SpansLines = true }, ThreeQuotes with { Escape = '\\', Hole = ("\\(", ')') },
                new QuotedText("\"") { Escape = '\\', Hole = ("\\(", ')') },
            ],
            Blocks = PreprocessorBlocks, ForeignSigns = ["=>", ":="],
        },
        new()
        {
            Name = "dart", LineComments = [Slashes], Comments = [NestedCBlock], HasTypeArguments = true,
            Literals =
            [
                ThreeQuotes with { Escape = '\\', Hole = ("${", '}') }, new QuotedText("'''") { Escape = '\\', SpansLines = true, Hole = ("${", '}') },
                QuotesWithDollarHoles, new QuotedText("'") { Escape = '\\', Hole = ("${", '}') },
            ],
            ForeignSigns = ["===", "!==", ":="],
        },
        new()
        {
            Name = "javascript", OtherNames = ["js", "javascriptreact", "jsx", "javascript.jsx", "mjs", "ecmascript"],
            LineComments = [Slashes], Comments = [CBlock], Literals = JavaScriptLiterals, ForeignSigns = [":=", "<-"],
        },
        new()
        {
            Name = "typescript", OtherNames = ["ts", "typescriptreact", "tsx", "typescript.tsx"], HasTypeArguments = true,
            LineComments = [Slashes], Comments = [CBlock], Literals = JavaScriptLiterals, ForeignSigns = [":=", "<-"],
        },
        new()
        {
            Name = "php", OtherNames = ["blade", "hack"], LineComments = [Slashes, new("#", Unless: "[")], Comments = [CBlock],
            Literals =
            [
                new QuotedText("?>", "<?") { SpansLines = true, MayEndFile = true }, new DocumentText("<<<") { SpansLines = true },
                new QuotedText("\"") { Escape = '\\', SpansLines = true, Hole = ("{$", '}') }, new QuotedText("'") { Escape = '\\', SpansLines = true },
            ],
            ForeignSigns = [":="],
        },
        new() { Name = "css", OtherNames = ["postcss"], Comments = [CBlock], Literals = [Quotes, Apostrophes] },
        new()
        {
            Name = "scss", OtherNames = ["less", "stylus"], LineComments = [new("//", CommentStart.NotAddress)], Comments = [CBlock],
            Literals = [Quotes, Apostrophes],
        },
        new()
        {
            Name = "json", OtherNames = ["jsonc", "json5", "jsonl", "jsonlines", "geojson", "ipynb", "code-snippets", "jsonnet"],
            LineComments = [Slashes], Comments = [CBlock], Literals = [Quotes],
        },
        new()
        {
            Name = "proto", OtherNames = ["proto3", "protobuf", "thrift", "solidity", "d", "vala", "wgsl", "hjson", "bicep", "prisma"],
            LineComments = [Slashes], Comments = [CBlock], Literals = [Quotes, Apostrophes],
        },
        new() { Name = "graphql", OtherNames = ["graphqls"], LineComments = [Hash], Literals = [ThreeQuotes, Quotes] },
        new()
        {
            Name = "terraform", OtherNames = ["hcl", "tf", "terraform-vars", "opentofu"], LineComments = [Slashes, Hash], Comments = [CBlock],
            Literals = [new DocumentText("<<") { SpansLines = true }, QuotesWithDollarHoles],
        },
        new()
        {
            Name = "nix", LineComments = [Hash], Comments = [CBlock],
            Literals = [QuotesWithDollarHoles with { SpansLines = true }, new QuotedText("''") { SpansLines = true, Hole = ("${", '}'), IsNotBehindWord = true }],
        },
        new() { Name = "zig", LineComments = [Slashes, new("\\\\")], Literals = [Quotes, Character] },
        new()
        {
            Name = "powershell", OtherNames = ["ps1", "pwsh"], LineComments = [HashWord], Comments = [new("<#", "#>")],
            Literals =
            [
                new QuotedDocument("@\"", "\"@") { SpansLines = true }, new QuotedDocument("@'", "'@") { SpansLines = true },
                new QuotedText("\"") { Escape = '`', SpansLines = true, DoublesClose = true, Hole = ("$(", ')') },
                new QuotedText("'") { SpansLines = true, DoublesClose = true },
            ],
            ForeignSigns = ["===", "&&=", "=>"],
        },
        new()
        {
            Name = "perl", OtherNames = ["perl6", "raku", "cperl"], LineComments = [HashWord], Comments = [new("=pod", "=cut", IsLine: true), new("=head1", "=cut", IsLine: true)],
            Literals =
            [
                new DocumentText("<<") { SpansLines = true }, new MarkedCharacter("$") { Characters = "][)('\"`&;" }, Quotes, Apostrophes, new SlashedText(),
            ],
        },
        new() { Name = "r", OtherNames = ["rlang", "rscript"], LineComments = [Hash], Literals = [QuotedLines, Apostrophes with { SpansLines = true }, RawBackquotes] },

        // Indentation.
        new()
        {
            Name = "python", OtherNames = ["py", "python3", "cython", "starlark", "bazel", "bzl", "snakemake", "sage"], IndentsBlocks = true, LineComments = [Hash],
            Literals =
            [
                Python("\"\"\"") with { SpansLines = true }, Python("'''") with { SpansLines = true },
                Python("\""), Python("'"),
            ],
            ForeignSigns = ["=>", "===", "!==", "&&", "||", "++", "?."],
        },
        new() { Name = "yaml", OtherNames = ["yml", "dockercompose", "yaml.docker-compose", "yaml.ansible", "ansible", "github-actions-workflow", "azure-pipelines", "helm", "home-assistant"], IndentsBlocks = true, LineComments = [HashWord], Literals = [new QuotedText("\"") { Escape = '\\', SpansLines = true, BeginsValue = true }, new QuotedText("'") { DoublesClose = true, SpansLines = true, BeginsValue = true }] },
        new() { Name = "nim", IndentsBlocks = true, LineComments = [Hash], Comments = [new("#[", "]#", Nests: true)], Literals = [ThreeQuotes, Quotes, Character] },
        new()
        {
            Name = "coffeescript", OtherNames = ["coffee"], IndentsBlocks = true, LineComments = [Hash], Comments = [new("###", "###")],
            Literals = [ThreeQuotes, new QuotedText("'''") { SpansLines = true }, QuotesWithHashHoles, Apostrophes, new SlashedText()],
        },
        new()
        {
            Name = "fsharp", OtherNames = ["f#", "fs", "fsx"], LineComments = [Slashes], Comments = [new("(*", "*)", Nests: true)],
            Literals =
            [
                ThreeQuotes, new QuotedText("\"") { Prefix = "$@", Needs = '@', DoublesClose = true, SpansLines = true },
                new QuotedText("\"") { Prefix = "$", Escape = '\\', SpansLines = true, Hole = ("{", '}'), HolePrefix = "$", DoublesHole = true }, Character,
            ],
            Blocks = PreprocessorBlocks, ForeignSigns = ["=>", "===", ":=="],
        },
        new() { Name = "haskell", OtherNames = ["hs", "lhaskell", "purescript", "elm"], LineComments = [new("--", Unless: ">|<+*=")], Comments = [new("{-", "-}", Nests: true)], Literals = [Quotes, Character] },
        new()
        {
            Name = "ocaml", OtherNames = ["reason", "ocaml.interface", "sml"], Comments = [new("(*", "*)", Nests: true)], Literals = [QuotedLines, Character],
            Blocks = [new("begin", "end"), new("struct", "end"), new("sig", "end"), new("object", "end"), new("do", "done")],
        },
        new() { Name = "toml", LineComments = [Hash], Literals = [ThreeQuotes with { Escape = '\\' }, new QuotedText("'''") { SpansLines = true }, Quotes, new QuotedText("'")] },
        new() { Name = "ini", OtherNames = ["properties", "dosini", "conf", "cfg", "editorconfig", "gitconfig", "desktop", "systemd", "dotenv", "java-properties", "spring-boot-properties"], LineComments = [HashLine, new(";", CommentStart.Line), new("!", CommentStart.Line)], Brackets = "" },
        new() { Name = "ignore", OtherNames = ["gitignore", "dockerignore", "gitattributes", "pip-requirements", "requirements", "hosts"], LineComments = [HashWord], Brackets = "" },
        new() { Name = "dockerfile", OtherNames = ["docker", "containerfile"], LineComments = [HashLine], Literals = [Quotes, Apostrophes] },

        // Words.
        new()
        {
            Name = "ruby", OtherNames = ["rb", "crystal", "rake", "gemfile", "fastfile", "podfile", "enh-ruby"], LineComments = [Hash], Comments = [new("=begin", "=end", IsLine: true)],
            Literals =
            [
                new DocumentText("<<") { SpansLines = true }, QuotesWithHashHoles, new QuotedText("'") { Escape = '\\', SpansLines = true },
                RawBackquotes, new ChosenText('%', "wWqQiIrsx") { SpansLines = true, Escape = '\\' }, new SlashedText(),
            ],
            Blocks = RubyBlocks, StatementSigns = ";=({[|", StatementWords = ["then", "do", "else", "begin", "ensure", "and", "or", "not"],
            ForeignSigns = ["===>", "++", ":="],
        },
        new()
        {
            Name = "elixir", OtherNames = ["ex", "exs", "eelixir", "heex"], LineComments = [Hash],
            Literals =
            [
                ThreeQuotes with { Escape = '\\', Hole = ("#{", '}') }, QuotesWithHashHoles, new QuotedText("'") { Escape = '\\', IsNotBehindWord = true },
                new ChosenText('~', "sSrRwWcC") { SpansLines = true, Escape = '\\' }, new MarkedCharacter("?"),
            ],
            Blocks = [new("do", "end"), new("fn", "end")],
        },
        new()
        {
            Name = "erlang", OtherNames = ["erl"], LineComments = [Percent], Literals = [QuotedLines, Apostrophes, new MarkedCharacter("$")],
            Blocks = [new("case", "end"), new("if", "end"), new("receive", "end"), new("begin", "end"), new("try", "end")],
        },
        new()
        {
            Name = "lua", OtherNames = ["luau"], Comments = [new("--[[", "]]"), new("--[=[", "]=]"), new("--[==[", "]==]")], LineComments = [Dashes],
            Literals = [new MarkedText('[', '\0', '[', "]*]") { Characters = "=", SpansLines = true }, Quotes, Apostrophes],
            Blocks = [new("function", "end"), new("do", "end"), new("if", "end"), new("repeat", "until")],
            ForeignSigns = ["=>", "->", "&&", "||", "!=", "+=", "++", "===", ":="],
        },
        new()
        {
            Name = "julia", OtherNames = ["jl"], LineComments = [Hash], Comments = [new("#=", "=#", Nests: true)],
            Literals = [ThreeQuotes with { Escape = '\\', Hole = ("$(", ')') }, new QuotedText("\"") { Escape = '\\', SpansLines = true, Hole = ("$(", ')') }, Character],
            Blocks =
            [
                .. ((string[])["function", "if", "for", "while", "begin", "let", "try", "do", "struct", "module", "macro", "quote"])
                    .Select(word => new BlockRule(word, "end") { IsOutsideBrackets = true }),
            ],
        },
        new()
        {
            Name = "matlab", OtherNames = ["octave"], LineComments = [Percent, new("#", CommentStart.Line)], Comments = [new("%{", "%}", IsLine: true)],
            Literals = [DoubledQuotes, new QuotedText("'") { DoublesClose = true, IsNotBehindWord = true }],
            Blocks =
            [
                .. ((string[])["function", "if", "for", "while", "switch", "try", "parfor", "classdef", "methods", "properties", "events"])
                    .Select(word => new BlockRule(word, "end") { BeginsStatement = true, IsOutsideBrackets = true }),
            ],
        },
        new()
        {
            Name = "shellscript", OtherNames = ["sh", "bash", "zsh", "ksh", "shell", "sh-script", "bats", "ebuild", "pkgbuild"], LineComments = [HashWord],
            Literals =
            [
                new DocumentText("<<") { SpansLines = true },
                new QuotedText("'") { Prefix = "$", Needs = '$', Escape = '\\', SpansLines = true }, new QuotedText("'") { SpansLines = true },
                new QuotedText("\"") { Escape = '\\', SpansLines = true, Hole = ("$(", ')') },
            ],
            Blocks = [new("if", "fi") { BeginsStatement = true }, new("case", "esac") { BeginsStatement = true }, new("do", "done") { BeginsStatement = true }],
            StatementSigns = ";|&({!)`", StatementWords = ["then", "do", "else", "elif", "if", "while", "until", "time"], ClosesAtStatement = true,
            HasLoneParentheses = true, ForeignSigns = ["=>", "===", ":="],
        },
        new()
        {
            Name = "fish", LineComments = [HashWord], Literals = [QuotedLines, new QuotedText("'") { Escape = '\\', SpansLines = true }],
            Blocks = [.. ((string[])["if", "for", "while", "function", "switch", "begin"]).Select(word => new BlockRule(word, "end") { BeginsStatement = true })],
            StatementSigns = ";|&(", StatementWords = ["else", "and", "or", "not", "while"], ClosesAtStatement = true,
        },
        new()
        {
            Name = "vb", OtherNames = ["vbnet", "visualbasic", "vba", "vbscript", "visual-basic", "vb.net"], IgnoresCase = true, LineComments = [new("'"), new("REM", CommentStart.Line)],
            Literals = [new QuotedText("\"") { DoublesClose = true }], Brackets = "(){}",
            Blocks =
            [
                .. ((string[])["Sub", "Function"]).Select(word => new BlockRule(word, $"End {word}") { NotBehind = ["End", "Exit", "Declare", "Delegate", "MustOverride", "AddressOf", "As"] }),
                .. ((string[])["Class", "Module", "Namespace", "Structure", "Interface", "Enum"]).Select(word => new BlockRule(word, $"End {word}") { NotBehind = ["End"] }),
                .. ((string[])["Select", "Using", "Try", "With", "SyncLock", "While"]).Select(word => new BlockRule(word, $"End {word}") { BeginsStatement = true }),
                new("If", "End If") { BeginsStatement = true, LineEnd = "Then" }, new("For", "Next") { BeginsStatement = true },
                new("Do", "Loop") { BeginsStatement = true },
            ],
            ClosesAtStatement = true, ForeignSigns = ["=>", "==", "!=", "&&", "||", "++", ";"],
        },
        new()
        {
            Name = "vim", OtherNames = ["viml", "vimscript", "vim9"], LineComments = [new("\"", CommentStart.Unpaired), HashLine],
            Brackets = "",
            Blocks =
            [
                .. ((string[])["if", "for", "while", "function", "try"]).Select(word => new BlockRule(word, $"end{word}") { BeginsStatement = true }),
            ],
            StatementSigns = "|", ClosesAtStatement = true, ForeignSigns = ["===>", ";"],
        },
        new()
        {
            Name = "cmake", IgnoresCase = true, Comments = [new("#[[", "]]")], LineComments = [Hash], Literals = [QuotedLines],
            Blocks = [.. ((string[])["if", "foreach", "while", "function", "macro", "block"]).Select(word => new BlockRule(word, $"end{word}") { BeginsStatement = true })],
            ClosesAtStatement = true,
        },
        new()
        {
            Name = "makefile", OtherNames = ["make", "gnumakefile", "makefile-gmake"], LineComments = [Hash], Brackets = "(){}",
            Blocks = [.. ((string[])["ifeq", "ifneq", "ifdef", "ifndef"]).Select(word => new BlockRule(word, "endif") { BeginsStatement = true }), new("define", "endef") { BeginsStatement = true }],
            ClosesAtStatement = true,
        },
        new()
        {
            Name = "pascal", OtherNames = ["delphi", "objectpascal", "opascal", "lazarus"], IgnoresCase = true, LineComments = [Slashes],
            Comments = [new("{", "}"), new("(*", "*)")], Literals = [DoubledApostrophes], Brackets = "()[]",
            Blocks = [new("begin", "end"), new("case", "end"), new("try", "end"), new("record", "end"), new("repeat", "until")],
            ForeignSigns = ["=>", "==", "!=", "&&", "||"],
        },
        new()
        {
            Name = "verilog", OtherNames = ["systemverilog", "sv"], LineComments = [Slashes], Comments = [CBlock], Literals = [Quotes],
            Blocks =
            [
                new("begin", "end"), new("module", "endmodule"), new("case", "endcase"), new("casez", "endcase"), new("function", "endfunction"),
                new("task", "endtask"), new("generate", "endgenerate"), new("class", "endclass"), new("interface", "endinterface"), new("package", "endpackage"),
            ],
        },
        new() { Name = "vhdl", IgnoresCase = true, LineComments = [Dashes], Literals = [Quotes, Character] },
        new() { Name = "ada", IgnoresCase = true, LineComments = [Dashes], Literals = [DoubledQuotes, Character] },
        new() { Name = "fortran", OtherNames = ["fortran-modern", "fortran-free-form", "f90"], IgnoresCase = true, LineComments = [new("!")], Literals = [DoubledQuotes, DoubledApostrophes] },
        new()
        {
            Name = "sql", OtherNames = ["mysql", "pgsql", "plsql", "postgres", "tsql", "sqlite", "bigquery", "mssql"], IgnoresCase = true, LineComments = [Dashes], Comments = [CBlock],
            Literals =
            [
                new MarkedText('$', '\0', '$', "$*$") { SpansLines = true }, new QuotedText("'") { DoublesClose = true, SpansLines = true },
                DoubledQuotes, new QuotedText("`"),
            ],
            ForeignSigns = ["=>>", "===", "&&"],
        },
        new()
        {
            Name = "clojure", OtherNames = ["clojurescript", "clj", "cljs", "edn", "clojurec"], LineComments = [Semicolon],
            Literals = [QuotedLines, new MarkedCharacter("\\")],
        },
        new()
        {
            Name = "lisp", OtherNames = ["commonlisp", "common-lisp", "scheme", "racket", "elisp", "emacs-lisp", "emacslisp", "fennel", "lisp-data"], LineComments = [Semicolon],
            Comments = [new("#|", "|#", Nests: true)], Literals = [QuotedLines, new MarkedCharacter("#\\"), new MarkedCharacter("?\\")],
        },
        new() { Name = "bat", OtherNames = ["batch", "dosbatch", "cmd"], IgnoresCase = true, LineComments = [new("REM", CommentStart.Line), new("::", CommentStart.Line)], Literals = [new QuotedText("\"")], HasLoneParentheses = true },
        new() { Name = "asm", OtherNames = ["nasm", "masm", "gas", "assembly", "asm-intel-x86-generic"], LineComments = [Semicolon, Hash, Slashes], Comments = [CBlock], Literals = [Quotes] },

        // Tags.
        new()
        {
            Name = "html", OtherNames = ["vue", "svelte", "astro", "handlebars", "django-html", "jinja-html", "htmldjango", "erb", "eruby", "ejs", "twig", "liquid", "razor", "aspnetcorerazor", "cshtml", "xhtml", "mhtml", "web"],
            HasTags = true, IgnoresCase = true, Comments = [new("<!--", "-->")], Literals = MarkupLiterals, Brackets = "",
        },
        new()
        {
            Name = "xml", OtherNames = ["xsl", "xslt", "xaml", "svg", "msbuild", "csproj", "axaml", "xsd", "plist", "nxml", "ant", "maven"],
            HasTags = true, Comments = [new("<!--", "-->")], Literals = MarkupLiterals, Brackets = "",
        },

        // For people.
        Prose("plaintext", "text", "txt", "", "plain", "fundamental"),
        Prose("markdown", "md", "gfm", "mdx", "rmd", "quarto", "vimwiki"),
        Prose("mail", "eml", "message"),
        Prose("gitcommit", "git-commit", "scminput", "hgcommit", "svn", "jjdescription"),
        Prose("gitrebase", "git-rebase", "git-rebase-todo"),
        Prose("diff", "patch"),
        Prose("help", "vimdoc", "man", "info"),
        Prose("org", "norg"),
        Prose("restructuredtext", "rst"),
        Prose("asciidoc", "adoc", "asciidoctor", "textile", "mediawiki", "typst", "todotxt"),
        Prose("latex", "tex", "plaintex", "context", "bibtex", "bib"),
        Prose("log", "messages", "search-result"),
        Prose("csv", "tsv"),
        Prose("po", "srt"),
        Prose("prompt", "instructions", "chatagent"),
    ];

    private static readonly FrozenDictionary<string, Language> ByName = All
        .SelectMany(language => language.OtherNames.Prepend(language.Name).Select(name => KeyValuePair.Create(name, language)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The row of a language; <see cref="Unknown"/> where there is none.</summary>
    /// <param name="languageId">What the editor calls it.</param>
    public static Language Find(string languageId) => ByName.GetValueOrDefault(languageId, Unknown);

    private static Language Prose(string name, params string[] otherNames) => new() { Name = name, OtherNames = otherNames, IsProse = true };

    private static QuotedText Python(string quote) =>
        new(quote) { Prefix = "rRbBuUfFtT", Escape = '\\', Hole = ("{", '}'), HolePrefix = "fFtT", DoublesHole = true };
}
