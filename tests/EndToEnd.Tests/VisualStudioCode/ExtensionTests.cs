namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>What the extension's own scripts find.</summary>
[Collection(nameof(Extension))]
public sealed class ExtensionTests
{
    [Theory]
    [InlineData("build")]
    [InlineData("lint")]
    [InlineData("test")]
    public async Task The_script_passes(string script)
    {
        if (await Extension.Node.IsAtHandAsync(TestContext.Current.CancellationToken))
            await Extension.RunScriptAsync(script, TestContext.Current.CancellationToken);
    }
}
