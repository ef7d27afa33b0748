using LspCompletion.Engine.Models.Hub;

namespace LspCompletion.Engine.Tests.Models.Hub;

public sealed class KnownModelsTests
{
    [Fact]
    public void Each_can_be_asked_for_by_a_name_of_its_own()
    {
        Assert.NotEmpty(KnownModels.All);
        Assert.Equal(KnownModels.All.Count, KnownModels.All.DistinctBy(model => model.Repository).Count());
        Assert.All(KnownModels.All, model =>
        {
            Assert.Same(model, KnownModels.Find(model.Name.ToUpperInvariant()));
            Assert.Equal(model.Repository, HubRepository.Parse(model.Repository, "main").Name);
        });
    }

    [Theory]
    [InlineData("granite-3b-code-base", 2048)]
    [InlineData("starcoder2-3b", 4096)]
    [InlineData("qwen2.5-coder-0.5b", 8192)]
    public void Its_context_is_what_an_import_leaves_of_it(string name, int context) =>
        Assert.Equal(context, KnownModels.Find(name)!.ImportedContextLength);
}
