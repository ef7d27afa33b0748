using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models remove</c>: deletes a model.</summary>
internal static class ModelsRemoveCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> nameArgument = new("NAME") { Description = "The model's name, as `models list` shows it." };
        Option<string?> libraryOption = ModelsCommand.Library();
        libraryOption.Description = "The folder that holds it. Without it: the user's own.";
        Command command = new("remove", "Deletes a model.") { nameArgument, libraryOption };
        command.SetAction(parsed =>
        {
            string folder = ModelLibrary.Remove(parsed.LibraryFolder(libraryOption), parsed.GetRequiredValue(nameArgument));
            terminal.WriteResult($"Removed {folder}");
            return ExitCode.Success;
        });
        return command;
    }
}
