using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>Imports that must fail: with one line that names the cause, and with nothing left.</summary>
internal static class Hostile
{
    public static void AssertRefused(TemporaryFolder folder, string source, params string[] parts)
    {
        string library = folder["library-of-refused"];
        Directory.CreateDirectory(library);

        var exception = Assert.Throws<EngineException>(() => ModelImport.Run(
            new ImportOptions { Source = source, Library = library },
            progress: null,
            TestContext.Current.CancellationToken));

        Assert.DoesNotContain('\n', exception.Message);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(library));
    }
}
