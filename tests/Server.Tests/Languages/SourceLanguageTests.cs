using LspCompletion.Engine;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Tests.Languages;

public sealed class SourceLanguageTests
{
    [Theory]
    [InlineData("src/A.cs", null, "src/A.cs")]
    [InlineData("src/A.CS", null, "src/A.CS")]
    [InlineData("Makefile", null, "Makefile")]
    [InlineData("src/A.csx", "csharp", "src/A.csx")]
    [InlineData("notes.xyz", "csharp", "notes.cs")]
    [InlineData("script", "python", "script.py")]
    [InlineData("vector.h", "cpp", "vector.cpp")]
    public void The_model_sees_a_name_that_tells_the_language(string path, string? language, string seen) =>
        Assert.Equal(seen, SourceLanguage.PathInLanguage(path, language));

    [Theory]
    [InlineData("notes.xyz", null, "--language csharp")]
    [InlineData("notes", null, "--language csharp")]
    [InlineData("a.cs", "klingon", "kotlin")]
    public void An_unknown_language_is_refused_with_a_cure(string path, string? language, string cure) =>
        Assert.Contains(
            cure, Assert.Throws<EngineException>(() => SourceLanguage.PathInLanguage(path, language)).Message);

    [Fact]
    public void No_ending_belongs_to_two_languages() =>
        Assert.Distinct(SourceLanguage.All.SelectMany(language => language.Extensions));
}
