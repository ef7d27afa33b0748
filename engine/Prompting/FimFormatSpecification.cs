using System.Collections.Immutable;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>
/// A fill-in-the-middle format as a manifest gives it: by name, written out, or by name with parts of it replaced.
/// What is absent comes from the format named <see cref="Format"/>, or from the one detected where none is named.
/// </summary>
/// <example>
/// <code>
/// { "format": "starcoder2" }
/// { "template": [ { "token": "&lt;PRE&gt;" }, { "slot": "prefix" }, { "token": "&lt;SUF&gt;" }, { "slot": "suffix" },
///                 { "token": "&lt;MID&gt;" }, { "slot": "middle" } ], "stops": [ "&lt;EOT&gt;" ] }
/// </code>
/// </example>
public sealed record FimFormatSpecification
{
    private static readonly Dictionary<string, FimPart> DocumentSlots = new()
    {
        ["path"] = FimPart.Path,
        ["prefix"] = FimPart.Prefix,
        ["suffix"] = FimPart.Suffix,
        ["middle"] = FimPart.Middle,
        ["answer"] = FimPart.Answer,
        ["repository"] = FimPart.Repository,
        ["context"] = FimPart.Context,
    };

    private static readonly Dictionary<string, FimPart> ContextSlots = new()
    {
        ["path"] = FimPart.Path,
        ["text"] = FimPart.FileText,
    };

    /// <summary>The name of a known format.</summary>
    public string? Format { get; init; }

    /// <summary>
    /// The prompt for a document alone: one slot <c>prefix</c>, at most one <c>suffix</c>, and <c>middle</c> last.
    /// Writing it out drops the named format's <see cref="TemplateWithContext"/> and <see cref="ContextTemplate"/>.
    /// </summary>
    public IReadOnlyList<FimPartSpecification>? Template { get; init; }

    /// <summary>The prompt when there are context files. Empty: they are left out.</summary>
    public IReadOnlyList<FimPartSpecification>? TemplateWithContext { get; init; }

    /// <summary>One context file, with the slots <c>path</c> and <c>text</c>.</summary>
    public IReadOnlyList<FimPartSpecification>? ContextTemplate { get; init; }

    /// <summary>The special tokens that end a completion, besides the model's own end of text.</summary>
    public IReadOnlyList<string>? Stops { get; init; }

    /// <summary>The number of spaces that the model is shown for a tab; 0 shows it tabs.</summary>
    public int? TabWidth { get; init; }

    /// <summary>The format that is meant, checked against the vocabulary.</summary>
    /// <exception cref="EngineException">
    /// A name, a slot or a special token is unknown, or a template can't work.
    /// </exception>
    internal FimFormat Resolve(ModelTokenizer tokenizer, string? modelName, string? architecture)
    {
        FimFormat format = Format is null
            ? FimFormatDetector.Detect(tokenizer, modelName, architecture)
            : FimFormats.Get(Format);

        if (Template is not null)
        {
            format = new FimFormat
            {
                Name = Format is null ? "custom" : format.Name,
                Template = Read(Template, "template", DocumentSlots, tokenizer),
                Stops = format.Stops,
                TabWidth = format.TabWidth,
            };
            CheckSlots(format.Template, "template");
        }

        if (TemplateWithContext is not null)
        {
            format = format with
            {
                TemplateWithContext = Read(TemplateWithContext, "templateWithContext", DocumentSlots, tokenizer),
            };
            if (TemplateWithContext.Count > 0)
                CheckSlots(format.TemplateWithContext, "templateWithContext");
        }

        if (ContextTemplate is not null)
        {
            format = format with
            {
                ContextTemplate = Read(ContextTemplate, "contextTemplate", ContextSlots, tokenizer),
            };
        }

        if (Stops is not null)
        {
            foreach (string stop in Stops)
                CheckToken(stop, "stops", tokenizer);
            format = format with { Stops = [.. Stops] };
        }

        if (TabWidth < 0)
        {
            throw new EngineException(
                $"The format's tabWidth is {TabWidth}; give a number of spaces, or 0 to keep tabs.");
        }

        return TabWidth is null ? format : format with { TabWidth = TabWidth == 0 ? null : TabWidth };
    }

    private static ImmutableArray<FimPart> Read(
        IReadOnlyList<FimPartSpecification> parts,
        string where,
        Dictionary<string, FimPart> slots,
        ModelTokenizer tokenizer)
    {
        return [.. parts.Select(ReadPart)];

        FimPart ReadPart(FimPartSpecification part)
        {
            switch (part)
            {
                case { Token: { } token, Text: null, Slot: null }:
                    CheckToken(token, where, tokenizer);
                    return FimPart.Token(token);
                case { Token: null, Text: { } text, Slot: null }:
                    return FimPart.Text(text);
                case { Token: null, Text: null, Slot: { } name }:
                    return slots.TryGetValue(name, out FimPart slot) ? slot : throw new EngineException(
                        $"The format's {where} has no slot \"{name}\", only {string.Join(", ", slots.Keys)}.");
                default:
                    throw new EngineException(
                        $"A part of the format's {where} must be one of \"token\", \"text\" and \"slot\".");
            }
        }
    }

    private static void CheckToken(string token, string where, ModelTokenizer tokenizer)
    {
        if (!tokenizer.TryGetSpecialToken(token, out _))
        {
            throw new EngineException(
                $"The format's {where} names \"{token}\", which is no special token of the model's vocabulary.");
        }
    }

    private static void CheckSlots(ImmutableArray<FimPart> template, string where)
    {
        int Count(FimPartKind kind) => template.Count(part => part.Kind == kind);

        if (Count(FimPartKind.Prefix) != 1 || Count(FimPartKind.Suffix) > 1 || Count(FimPartKind.Answer) > 1
            || Count(FimPartKind.Middle) != 1 || template[^1].Kind != FimPartKind.Middle)
        {
            throw new EngineException(
                $"The format's {where} needs the slot \"prefix\" once, \"suffix\" and \"answer\" at most once, and \"middle\" last.");
        }
    }
}
