using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Prompting;

/// <summary>The vocabulary of the model that ships, loaded once.</summary>
internal static class DefaultModel
{
    public static VocabularyTrie Vocabulary { get; } =
        new(ModelTokenizer.Load(Path.Combine(RepositoryPaths.Root, "models", "default", "tokenizer.json")));

    public static ModelTokenizer Tokenizer => Vocabulary.Tokenizer;
}
