using System.Runtime.InteropServices;
using System.Text;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Decoding;

/// <summary>Whatever the model would like to write, with the default model's vocabulary.</summary>
public sealed class NameConstraintTests
{
    private static readonly VocabularyTrie Trie = new(
        ModelTokenizer.Load(Path.Combine(DefaultModel.Locate(), "tokenizer.json")));

    private static readonly NameTokens Tokens = new(Trie, [0]);

    private static readonly string[] Names = ["Count", "Counter", "CountAll", "Contains", "Add", "AddRange", "größe", "_x1", "x"];

    [Theory]
    [InlineData(NamePlacement.Here, 0, "")]
    [InlineData(NamePlacement.Here, 2, "")]
    [InlineData(NamePlacement.Here, 2, "Co")]
    [InlineData(NamePlacement.Here, 0, ".")]
    public void By_chance_only_names_are_written(NamePlacement placement, int typed, string owed)
    {
        string[] names = [.. Names.Where(name => typed == 0 || name.StartsWith("Co", StringComparison.Ordinal))];
        for (int seed = 0; seed < 300; seed++)
        {
            string written = Write(new AllowedNames(names, typed, placement), owed, new Random(seed));

            Assert.StartsWith(owed, written, StringComparison.Ordinal);
            string name = string.Concat((typed > 0 ? "Co" : "") + written[owed.Length..]);
            int end = 0;
            while (end < name.Length && (char.IsLetterOrDigit(name[end]) || name[end] == '_'))
                end++;
            Assert.Contains(name[..end], names);
        }
    }

    [Theory]
    [InlineData(NamePlacement.HereIfAny)]
    [InlineData(NamePlacement.BehindBlank)]
    public void A_name_behind_a_blank_is_one_of_those_known(NamePlacement placement)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            string written = Write(new AllowedNames(Names, 0, placement), "", new Random(seed));

            if (written is [' ', var first, ..] && (char.IsAsciiLetterOrDigit(first) || first == '_'))
            {
                string name = new([.. written.Skip(1).TakeWhile(character => char.IsLetterOrDigit(character) || character == '_')]);
                Assert.Contains(name, Names);
            }
        }
    }

    [Fact]
    public void Every_name_can_be_written_in_every_way_that_the_vocabulary_spells_it()
    {
        foreach (string name in Names)
        {
            HashSet<string> spelled = [];
            for (int seed = 0; seed < 200; seed++)
                spelled.Add(Write(new AllowedNames([name], 0, NamePlacement.Here), "", new Random(seed)));

            Assert.All(spelled, written => Assert.StartsWith(name, written, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_token_is_allowed_twice()
    {
        foreach (NamePlacement placement in Enum.GetValues<NamePlacement>())
        {
            var constraint = new NameConstraint(Tokens);
            constraint.Begin(new AllowedNames(Names, 0, placement), owed: []);
            List<int> allowed = [];
            constraint.CollectAllowed(allowed);

            Assert.Equal(allowed.Count, allowed.Distinct().Count());
        }
    }

    [Fact]
    public void Collecting_and_choosing_allocate_nothing()
    {
        var constraint = new NameConstraint(Tokens);
        constraint.Begin(new AllowedNames(Names, 0, NamePlacement.Here), owed: []);
        List<int> allowed = new(Trie.Tokenizer.VocabularySize);
        using var chooser = new TokenChooser(new DecodingOptions(), Trie.Tokenizer.VocabularySize);
        float[] logits = new float[Trie.Tokenizer.VocabularySize];
        Choose();

        long allocated = Allocation.LeastOf(rounds: 5, () =>
        {
            for (int i = 0; i < 100; i++)
                Choose();
        });

        Assert.Equal(0, allocated);

        void Choose()
        {
            allowed.Clear();
            constraint.CollectAllowed(allowed);
            chooser.Choose(logits, CollectionsMarshal.AsSpan(allowed));
        }
    }

    private static string Write(AllowedNames names, string owed, Random random)
    {
        var constraint = new NameConstraint(Tokens);
        constraint.Begin(names, Encoding.UTF8.GetBytes(owed));
        Assert.True(constraint.IsActive);
        List<byte> written = [];
        List<int> allowed = [];
        while (constraint.IsActive)
        {
            allowed.Clear();
            constraint.CollectAllowed(allowed);
            int token = allowed[random.Next(allowed.Count)];
            written.AddRange(Trie.Tokenizer.GetBytes(token));
            constraint.Accept(token);
            Assert.InRange(written.Count, 0, 100);
        }

        return Encoding.UTF8.GetString([.. written]);
    }
}
