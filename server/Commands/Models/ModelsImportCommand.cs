using System.CommandLine;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models import</c>: a model of this program's out of one in another format.</summary>
internal static class ModelsImportCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> pathArgument = new("PATH")
        {
            Description =
                "A GGUF file, or a folder with a checkpoint (config.json, tokenizer.json, safetensors), with an ONNX export " +
                "of Optimum, or with one of onnxruntime-genai.",
        };
        Option<string?> nameOption = new("--name") { HelpName = "NAME", Description = "What to call it. Without it: its own name." };
        Option<string?> libraryOption = ModelsCommand.Library();
        Option<WeightPrecision> weightsOption = ModelsCommand.Weights();
        Option<bool> exactOption = new("--exact")
        {
            Description = "Compute in 32 bits throughout: several times slower, for comparisons.",
        };

        Command command = new("import", "Makes a model in another format one that runs here.")
        {
            pathArgument, nameOption, libraryOption, weightsOption, exactOption,
        };
        command.SetAction(parsed =>
        {
            ImportOptions options = new()
            {
                Source = parsed.GetRequiredValue(pathArgument),
                Library = parsed.LibraryFolder(libraryOption),
                Name = parsed.GetValue(nameOption),
                Precision = parsed.GetValue(weightsOption),
                IsExact = parsed.GetValue(exactOption),
            };
            string folder = WorkProgress.Run(
                terminal.Error, "importing", progress => ModelImport.Run(options, progress, cancellationToken));
            ModelsCommand.ReportMade(terminal, folder);
            return ExitCode.Success;
        });
        return command;
    }
}
