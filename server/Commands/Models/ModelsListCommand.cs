using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Hub;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models list</c>: the models on this machine, and those that can be downloaded.</summary>
internal static class ModelsListCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> libraryOption = ModelsCommand.Library();
        libraryOption.Description = "The folder that holds models. Without it: the user's own.";
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Command command = new("list", "Shows the models on this machine, and those that can be downloaded.")
        {
            libraryOption, jsonOption,
        };
        command.SetAction(parsed =>
        {
            ModelList list = Read(parsed.LibraryFolder(libraryOption));
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(ModelsJson.Write(list));
            else
                Print(terminal.Output, list);
            return ExitCode.Success;
        });
        return command;
    }

    private static ModelList Read(string library)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new ModelList(
            [.. ModelLibrary.Folders(library).Prepend(DefaultModel.Locate()).Select(ModelSummary.Of)],
            [.. KnownModels.All.Select(model => CatalogueEntry.Of(model, memory))]);
    }

    private static void Print(IAnsiConsole console, ModelList list)
    {
        Table installed = TableOf("on this machine", "size", "context", "licence", "folder");
        foreach (ModelSummary model in list.Installed)
        {
            installed.AddRow(
                new Text(ControlPictures.Replace(model.Name)),
                new Text(ByteSize.Format(model.Bytes)),
                new Text(model.Context is { } context ? $"{context}" : "?"),
                new Text(ControlPictures.Replace(model.Licence ?? "?")),
                new Text(ControlPictures.Replace(model.Fault is null ? model.Folder : $"{model.Folder}: {model.Fault}")));
        }

        Table available = TableOf("to pull", "download", "size", "context", "licence", "speed", "fits here");
        foreach (CatalogueEntry model in list.Available)
        {
            available.AddRow(
                new Text(model.Name),
                new Text(ByteSize.Format(model.DownloadBytes)),
                new Text(ByteSize.Format(model.Bytes)),
                new Text($"{model.Context}"),
                new Text(model.NeedsToken ? $"{model.Licence}, to be accepted" : model.Licence),
                new Text($"{model.Speed}".ToLowerInvariant()),
                new Text(model.Fits ? "yes" : "no"));
        }

        console.Write(installed);
        console.WriteLine();
        console.Write(available);
    }

    private static Table TableOf(params string[] columns) => new Table().Border(TableBorder.None).AddColumns(columns);
}
