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
    [InlineData("neovim-ghost-text.lua")]
    [InlineData("neovim-omnifunc.lua")]
    public async Task Neovim_completes(string settings) => await AssertCompletesAsync(Editor.Neovim, settings);

    [Theory]
    [InlineData("emacs-completion-at-point.el")]
    [InlineData("emacs-ghost-text.el")]
    public async Task Emacs_completes(string settings) => await AssertCompletesAsync(Editor.Emacs, settings);

    private static async Task AssertCompletesAsync(Editor editor, string settings)
    {
        if (await editor.TypeAsync(settings, Sample) is not { } report)
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
