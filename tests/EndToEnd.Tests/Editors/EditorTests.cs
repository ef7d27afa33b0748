using System.Diagnostics;

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
        Assert.True(await HasEndedAsync(report.Server), "The server runs on without its editor.");
    }

    private static async Task<bool> HasEndedAsync(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(
                TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            await process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (ArgumentException)
        {
            return true; // There is no such process any more.
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
