using System.Collections.Immutable;

namespace LspCompletion.Engine.Prompting;

/// <summary>
/// The texts of the tokens that steer models. Where one of them comes out as text, because an engine or a model spells it,
/// the completion has ended: what follows belongs to another file, or to a conversation.
/// </summary>
public static class ControlTokens
{
    /// <summary>SentencePiece's mark for a blank. Inside of tokens it is part of their text, ahead of them a blank.</summary>
    private const char BlankMark = '\u2581';

    /// <summary>
    /// Those of conversations and of repositories that no format here writes, but models know from their training.
    /// </summary>
    private static readonly ImmutableArray<string> OfTraining =
    [
        "<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|eot_id|>", "<|eom_id|>", "<|start_header_id|>", "<|end_header_id|>",
        "<|begin_of_text|>", "<|end_of_text|>", "<|endofprompt|>", "<|end|>", "<|user|>", "<|assistant|>", "<|system|>",
        "<|start|>", "<|message|>", "<|channel|>", "<|return|>", "<\uFF5CUser\uFF5C>", "<\uFF5CAssistant\uFF5C>",
        "<start_of_turn>", "<end_of_turn>", "[INST]", "[/INST]", "<<SYS>>", "<fim_pad>", "<fim-pad>", "<gh_stars>", "<empty_output>",
        "<jupyter_start>", "<jupyter_text>", "<jupyter_code>", "<jupyter_output>", "<jupyter_script>",
        "<commit_before>", "<commit_msg>", "<commit_after>", "<issue_start>", "<issue_comment>", "<issue_closed>",
    ];

    /// <summary>
    /// Those that are words of other languages, too: HTML's struck text, placeholders of a usage line, headings in brackets.
    /// </summary>
    private static readonly ImmutableHashSet<string> Ambiguous =
        ["<s>", "</s>", "<pad>", "<filename>", "<eos>", "<bos>", "<PRE>", "<SUF>", "<MID>", "<EOT>", "[SUFFIX]", "[PREFIX]", "<extra_id_0>", "<extra_id_1>"];

    /// <summary>All that the known formats and their models' trainings have.</summary>
    internal static ImmutableArray<string> All { get; } =
        [.. FimFormats.All.SelectMany(Of).Concat(OfTraining).Distinct(StringComparer.Ordinal)];

    /// <summary>Those among them that are hardly ever meant as text.</summary>
    public static IReadOnlyList<string> Unmistakable { get; } = [.. All.Where(text => !Ambiguous.Contains(text))];

    /// <summary>Those of one format: the tokens of its templates and those that end its completions.</summary>
    internal static IEnumerable<string> Of(FimFormat format) =>
        format.Template.Concat(format.TemplateWithContext).Concat(format.ContextTemplate)
            .Where(part => part.Kind is FimPartKind.Token or FimPartKind.OptionalToken)
            .Select(part => part.Value)
            .Concat(format.Stops)
            .Select(token => token.TrimStart(' ', BlankMark));

    /// <summary>
    /// Those that end a completion where they come as text: all that are unmistakable, and those of the format. What stands
    /// in the document already is written by people there, and ends nothing.
    /// </summary>
    /// <param name="format">The format of the model; <see langword="null"/> if it isn't known.</param>
    /// <param name="before">The text before the cursor.</param>
    /// <param name="after">The text after it.</param>
    internal static IEnumerable<string> EndingIn(FimFormat? format, string before, string after) =>
        Unmistakable.Concat(format is null ? ["</s>"] : Of(format))
            .Distinct(StringComparer.Ordinal)
            .Where(text => !before.Contains(text, StringComparison.Ordinal) && !after.Contains(text, StringComparison.Ordinal));
}
