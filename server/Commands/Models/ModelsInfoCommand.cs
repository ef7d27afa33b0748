using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models info</c>: all that a model says of itself.</summary>
internal static class ModelsInfoCommand
{
    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal)
    {
        Argument<string> modelArgument = ModelsCommand.Model();
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Command command = new("info", "Shows what a model says of itself.") { modelArgument, jsonOption };
        command.SetAction(parsed =>
        {
            ModelDirectory model = ModelDirectory.Open(parsed.GetRequiredValue(modelArgument));
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(model.Manifest.ToJson());
            else
                Print(terminal.Output, model);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, ModelDirectory model)
    {
        ModelManifest manifest = model.Manifest;
        ModelArchitecture figures = manifest.Architecture;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Row("name", manifest.Name);
        Row("folder", model.Folder);
        Row("origin", manifest.Origin);
        Row("licence", manifest.Licence?.Spdx);
        Row(
            "network",
            $"{figures.Family}: {figures.Layers} layers, hidden {figures.HiddenSize}, {figures.Heads} heads over " +
            $"{figures.KeyValueHeads} of {figures.HeadSize}, feed-forward {figures.FeedForwardSize}, vocabulary {figures.VocabularySize}");
        Row("weights", figures.Quantisation);
        Row("context", ModelsCommand.ContextOf(manifest));
        Row("fill in the middle", manifest.FillInTheMiddle?.Format ?? "found from the vocabulary");
        foreach (ModelGraph graph in manifest.Graphs)
            Row($"graph for {graph.ExecutionProvider}", graph.File);
        foreach (ModelFile file in manifest.Files)
            Row("file", $"{file.Path}, {ByteSize.Format(file.Size)}");
        console.Write(grid);

        void Row(string name, string? value)
        {
            if (value is not null)
                grid.AddRow(new Text(name), new Text(ControlPictures.Replace(value)));
        }
    }
}
