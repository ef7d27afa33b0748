using System.CommandLine;
using LspCompletion.Engine.Models;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models list</c>: the models on this machine.</summary>
internal static class ModelsListCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> libraryOption = ModelsCommand.Library();
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Command command = new("list", "Shows the models on this machine.") { libraryOption, jsonOption };
        command.SetAction(parsed =>
        {
            IReadOnlyList<ModelSummary> models = [.. Installed(parsed.LibraryFolder(libraryOption))];
            if (parsed.GetValue(jsonOption))
                terminal.WriteResult(ReportJson.Write(models));
            else
                Print(terminal.Output, models);
            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<ModelSummary> Installed(string library) =>
        new[] { DefaultModel.Locate() }.Concat(ModelLibrary.Folders(library)).Select(ModelSummary.Of);

    private static void Print(IAnsiConsole console, IReadOnlyList<ModelSummary> models)
    {
        Table table = new Table().Border(TableBorder.None).AddColumns("name", "size", "context", "licence", "folder");
        foreach (ModelSummary model in models)
        {
            table.AddRow(
                new Text(model.Name),
                new Text(ByteSize.Format(model.Bytes)),
                new Text(model.Context is { } context ? $"{context}" : "?"),
                new Text(model.Licence ?? "?"),
                new Text(model.Fault is null ? model.Folder : $"{model.Folder}: {model.Fault}"));
        }

        console.Write(table);
    }
}
