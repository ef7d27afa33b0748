using System.Text.Json;
using LspCompletion.Engine.Prompting;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Prompting;

/// <summary>The prompts of the default model's reference numbers, id by id.</summary>
public class DefaultFormatTests
{
    public static TheoryData<string> Paths => [.. References().Select(reference => reference.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void The_prompt_is_the_one_that_the_reference_numbers_were_made_with(string path)
    {
        Reference reference = References().Single(reference => reference.Path == path);

        // One of the references is Go and was encoded with its tabs.
        FimFormat format = FimFormats.LspCompletion with { TabWidth = null };
        PromptBuilder builder = new(DefaultModel.Vocabulary, format, new PromptBudget());
        Prompt prompt = builder.Build(new PromptInput
        {
            Path = reference.Path,
            Prefix = reference.Prefix,
            Suffix = reference.Suffix,
        });

        Assert.Equal(reference.Ids, prompt.Tokens);
        Assert.Equal([0, 5], prompt.Stops.Order());
        Assert.Equal(default, prompt.Cut);
    }

    private static Reference[] References()
    {
        using FileStream file = File.OpenRead(RepositoryPaths.Fixture("default-model", "reference.json"));
        return JsonSerializer.Deserialize<Reference[]>(file, JsonSerializerOptions.Web)!;
    }

    private sealed record Reference(string Path, string Prefix, string Suffix, int[] Ids);
}
