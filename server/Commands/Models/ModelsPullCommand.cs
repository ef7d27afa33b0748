using System.CommandLine;
using LspCompletion.Engine.Models.Hub;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models pull</c>: downloads a model and imports it.</summary>
internal static class ModelsPullCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> modelArgument = new("NAME")
        {
            Description = "A name that `models list` shows, or OWNER/NAME of a repository, or OWNER/NAME/FILE.gguf.",
        };
        Option<string?> nameOption = new("--name") { HelpName = "NAME", Description = "What to call it. Without it: its own name." };
        Option<string> revisionOption = new("--revision")
        {
            HelpName = "REVISION",
            Description = "A branch, a tag or a commit.",
            DefaultValueFactory = _ => "main",
        };
        Option<string?> libraryOption = ModelsCommand.Library();
        Option<WeightPrecision> weightsOption = ModelsCommand.Weights();

        Command command = new(
            "pull", "Downloads a model from Hugging Face's hub, or the one that HF_ENDPOINT names, with HF_TOKEN where it is set.")
        {
            modelArgument, nameOption, revisionOption, libraryOption, weightsOption,
        };
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetRequiredValue(modelArgument);
            string revision = parsed.GetRequiredValue(revisionOption);
            KnownModel? known = KnownModels.Find(wanted);
            PullOptions options = new()
            {
                Endpoint = HubEndpoint.FromEnvironment(),
                Repository = HubRepository.Parse(known?.Repository ?? wanted, revision),
                Library = parsed.LibraryFolder(libraryOption),
                Name = parsed.GetValue(nameOption) ?? known?.Name,
                Precision = parsed.GetValue(weightsOption),
            };
            ModelPull pull = new(TimeProvider.System);
            string folder = WorkProgress.Run(
                terminal.Error, "downloading", progress => pull.RunAsync(options, progress, cancellationToken).GetAwaiter().GetResult());
            ModelsCommand.ReportMade(terminal, folder);
            return ExitCode.Success;
        });
        return command;
    }
}
