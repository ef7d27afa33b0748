using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Editors;

public sealed class EditorsPageTests
{
    [Theory]
    [InlineData("lua", "neovim-ghost-text.lua")]
    [InlineData("lua", "neovim-omnifunc.lua")]
    [InlineData("elisp", "emacs-completion-at-point.el")]
    [InlineData("elisp", "emacs-ghost-text.el")]
    public void The_page_gives_the_settings_that_are_tested(string language, string file)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "editors.md")).ReplaceLineEndings("\n");
        string settings = File.ReadAllText(Editor.Script(file)).ReplaceLineEndings("\n");
        Assert.Contains($"```{language}\n{settings}```\n", page);
    }
}
