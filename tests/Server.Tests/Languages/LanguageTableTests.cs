using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Tests.Languages;

public class LanguageTableTests
{
    [Theory]
    [InlineData("csharp", "csharp")]
    [InlineData("cs", "csharp")]
    [InlineData("C#", "csharp")]
    [InlineData("sh", "shellscript")]
    [InlineData("javascriptreact", "javascript")]
    [InlineData("typescript.tsx", "typescript")]
    [InlineData("objc", "objective-c")]
    [InlineData("text", "plaintext")]
    [InlineData("", "plaintext")]
    [InlineData("a language of tomorrow", "")]
    public void Languages_are_found_by_all_their_names(string languageId, string name) =>
        Assert.Equal(name, LanguageTable.Find(languageId).Name);

    [Fact]
    public void No_two_rows_have_a_name_in_common()
    {
        string[] names = [.. LanguageTable.All.SelectMany(language => language.OtherNames.Prepend(language.Name))];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_language_that_files_are_known_by_has_a_row() =>
        Assert.All(SourceLanguage.All, language => Assert.NotEqual(LanguageTable.Unknown, LanguageTable.Find(language.Name)));
}
