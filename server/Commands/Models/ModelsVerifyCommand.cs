using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models verify</c>: whether a model's files are what they should be.</summary>
internal static class ModelsVerifyCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> modelArgument = ModelsCommand.Model();
        Command command = new("verify", "Reads all of a model's files and compares their checksums.") { modelArgument };
        command.SetAction(parsed =>
        {
            ModelDirectory model = ModelDirectory.Open(parsed.GetRequiredValue(modelArgument));

            // Nothing is taken on trust here, not even what was verified before.
            ModelVerification verification = new(cacheFolder: null, TimeProvider.System);
            VerificationResult result = WorkProgress.Run(
                terminal.Error, "verifying", progress => verification.Verify(model, progress, cancellationToken));
            terminal.WriteResult(result.Hashed > 0
                ? $"{model.Manifest.Name}: {result.Hashed} files are as they should be."
                : $"{model.Manifest.Name} has no checksums to compare; its files are there.");
            return ExitCode.Success;
        });
        return command;
    }
}
