using System.Collections.Frozen;

namespace LspCompletion.Server.Languages;

/// <summary>What has to be known of a language to tell comments, literals, brackets and blocks in it: a row of the table.</summary>
internal sealed record Language
{
    /// <summary>Its identifier in the protocol.</summary>
    public required string Name { get; init; }

    /// <summary>What editors call it besides.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Whether it is written for people: prose, mail, commit messages, logs, tables.</summary>
    public bool IsProse { get; init; }

    /// <summary>Comments that end with their line.</summary>
    public IReadOnlyList<LineCommentRule> LineComments { get; init; } = [];

    /// <summary>Comments with an end of their own.</summary>
    public IReadOnlyList<CommentRule> Comments { get; init; } = [];

    /// <summary>Literal texts, those that begin with more before those that begin with less of the same.</summary>
    public IReadOnlyList<LiteralRule> Literals { get; init; } = [];

    /// <summary>Pairs of brackets.</summary>
    public string Brackets { get; init; } = "()[]{}";

    /// <summary>Blocks that words open and close.</summary>
    public IReadOnlyList<BlockRule> Blocks { get; init; } = [];

    /// <summary>Words behind which a statement begins.</summary>
    public IReadOnlyList<string> StatementWords { get; init; } = [];

    /// <summary>Signs behind which a statement begins.</summary>
    public string StatementSigns { get; init; } = ";";

    /// <summary>Whether words close blocks only where a statement begins.</summary>
    public bool ClosesAtStatement { get; init; }

    /// <summary>Whether words mean the same in upper and lower case.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Whether angle brackets behind a name hold types.</summary>
    public bool HasTypeArguments { get; init; }

    /// <summary>Whether it consists of tags.</summary>
    public bool HasTags { get; init; }

    /// <summary>Whether blocks are what is indented, below a line that ends with a colon.</summary>
    public bool IndentsBlocks { get; init; }

    /// <summary>Whether a closing parenthesis may stand alone, as behind the patterns of a shell's <c>case</c>.</summary>
    public bool HasLoneParentheses { get; init; }

    /// <summary>What is written in other languages, and in code of this one never.</summary>
    public IReadOnlyList<string> ForeignSigns { get; init; } = [];

    /// <summary>Its blocks by the words that open them.</summary>
    public FrozenDictionary<string, BlockRule> BlocksByOpening => field ??= Blocks.ToFrozenDictionary(block => block.Open, WordComparer);

    /// <summary>Whether its blocks are those of a preprocessor, whose directives begin with a number sign.</summary>
    public bool HasDirectives => Blocks is [{ Open: ['#', ..] }, ..];

    /// <summary>The words that close its blocks.</summary>
    public FrozenSet<string> Closings => field ??= Blocks.Select(block => block.Close).ToFrozenSet(WordComparer);

    /// <summary>How its words are compared.</summary>
    public StringComparer WordComparer => IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Whether something other than a word or a bracket may begin with a character.</summary>
    public bool MayBegin(char character) => character < 128 && (_beginnings ??= FindBeginnings())[character];

    /// <summary>The comments and literals that may go on over lines, as they are somewhere in their middle.</summary>
    public IEnumerable<OpenPart> Continued() =>
        Comments.Select(comment => new OpenPart(OpenKind.Comment, comment.Close, -1, 0, Comment: comment))
            .Concat(Literals.OfType<QuotedText>().Where(literal => literal.SpansLines).DistinctBy(literal => literal.Close)
                .Select(literal => new OpenPart(OpenKind.Literal, literal.Close, -1, 0, literal)));

    private bool[]? _beginnings;

    private bool[] FindBeginnings()
    {
        var beginnings = new bool[128];
        foreach (LineCommentRule comment in LineComments)
        {
            beginnings[char.ToLowerInvariant(comment.Open[0])] = true;
            beginnings[char.ToUpperInvariant(comment.Open[0])] = true;
        }

        foreach (CommentRule comment in Comments)
            beginnings[comment.Open[0]] = true;
        foreach (LiteralRule literal in Literals)
            beginnings[literal.First] = true;
        return beginnings;
    }
}
