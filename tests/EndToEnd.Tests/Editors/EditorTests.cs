using System.Diagnostics;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Editors;

/// <summary>The settings that docs/editors.md gives for editors, in those editors.</summary>
public sealed class EditorTests
{
    private const string Sample = """
        public class Person
        {
            public string Name { get; set; }

            public

            public override string ToString() => $"{Name} is {Age}";
        }

        """;

    [Theory]
    [InlineData("neovim-ghost-text.lua", "whole")]
    [InlineData("neovim-ghost-text.lua", "parts")]
    [InlineData("neovim-omnifunc.lua", "whole")]
    public async Task Neovim_completes(string settings, string accept) => await AssertCompletesAsync(Editor.Neovim, settings, accept);

    /// <summary>What a client shows and inserts has no line end of its own but those that it takes texts apart at.</summary>
    [Theory]
    [InlineData("neovim-ghost-text.lua")]
    [InlineData("neovim-omnifunc.lua")]
    public async Task Neovim_completes_files_with_carriage_returns(string settings) =>
        await AssertCompletesAsync(Editor.Neovim, settings, "whole", Sample.ReplaceLineEndings("\r\n"));

    [Theory]
    [InlineData("emacs-completion-at-point.el", "whole")]
    [InlineData("emacs-ghost-text.el", "whole")]
    [InlineData("emacs-ghost-text.el", "parts")]
    public async Task Emacs_completes(string settings, string accept) => await AssertCompletesAsync(Editor.Emacs, settings, accept);

    private static async Task AssertCompletesAsync(Editor editor, string settings, string accept, string text = Sample)
    {
        if (await editor.TypeAsync(settings, text, accept) is not { } report)
            return;

        Assert.StartsWith("Age { get; set; }", report.Suggestion);
        Assert.Equal("    public int Age { get; set; }", report.Lines[4]);
        Assert.Equal("public class Person", report.Lines[0]);
        Assert.Contains("    public override string ToString() => $\"{Name} is {Age}\";", report.Lines);
        Assert.Equal(0, report.ExitCode);
        await EndAsync(report.Server);
    }

    /// <summary>Waits until the server has ended, too.</summary>
    private static async Task EndAsync(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken)
                .WithPatienceAsync("the server to end with its editor");
        }
        catch (ArgumentException)
        {
            // There is no such process any more.
        }
    }
}
