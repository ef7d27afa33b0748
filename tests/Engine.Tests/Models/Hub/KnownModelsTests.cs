using LspCompletion.Engine.Models.Hub;

namespace LspCompletion.Engine.Tests.Models.Hub;

public sealed class KnownModelsTests
{
    [Fact]
    public void They_have_names_of_their_own_and_repositories_that_can_be_asked_for()
    {
        Assert.All(KnownModels.All, model => Assert.Same(model, KnownModels.Find(model.Name.ToUpperInvariant())));
        Assert.All(KnownModels.All, model => Assert.Equal(model.Repository, HubRepository.Parse(model.Repository).Name));
        Assert.Equal(KnownModels.All.OrderBy(model => model.Parameters), KnownModels.All);
    }

    [Theory]
    [InlineData("granite-3b-code-base", 2048)]
    [InlineData("starcoder2-3b", 4096)]
    [InlineData("qwen2.5-coder-0.5b", 8192)]
    public void Its_context_is_what_an_import_leaves_of_it(string name, int context) =>
        Assert.Equal(context, KnownModels.Find(name)!.ImportedContextLength);
}
