using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Commands.Explain;

/// <summary><c>lsp-completion explain masks</c>: which tokens a token sees, and what an insertion does to the cache.</summary>
internal static class ExplainMasksCommand
{
    private const int DefaultPrompt = 10;
    private const int DefaultWritten = 3;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> fileArgument = new("FILE") { Description = "The file that the prompt is taken from." };
        Option<int> lineOption = CommandOptions.Number("--line", least: 1, 1, "The line at which the prompt begins.");
        Option<int> promptOption = CommandOptions.Number(
            "--tokens", least: 1, DefaultPrompt, "The tokens of the prompt.");
        Option<int> writtenOption = CommandOptions.Number(
            "--written", least: 0, DefaultWritten, "The tokens behind it that the model has written.");
        Option<int?> insertOption = CommandOptions.OptionalNumber(
            "--insert", least: 0, "The token before which something is inserted. Without it: the one in the middle of the prompt.");
        Option<string?> modelOption = CommandOptions.Model();

        Command command = new("masks", "Shows which tokens a token sees, causal and as a prefix language model, and what an insertion invalidates.")
        {
            fileArgument,
            lineOption,
            promptOption,
            writtenOption,
            insertOption,
            modelOption,
        };
        command.SetAction(parsed =>
        {
            SourceText source = SourceReader.Read(parsed.GetRequiredValue(fileArgument));
            ModelTokenizer tokenizer = ModelTokenizer.Load(
                ModelDirectory.Open(parsed.ModelDirectory(modelOption)).TokenizerPath);
            int start = source.OffsetOf(parsed.GetValue(lineOption), column: 1);
            int prompt = parsed.GetValue(promptOption);
            MaskExplanation explanation = MaskExplanation.Of(
                source.Text[start..], tokenizer, prompt, parsed.GetValue(writtenOption), parsed.GetValue(insertOption) ?? prompt / 2);
            MaskExplanationPrinter.Print(terminal.Output, source.Name, explanation);
            return ExitCode.Success;
        });
        return command;
    }
}
