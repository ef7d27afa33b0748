using CsCheck;
using LspCompletion.Engine.Memory;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Memory;

/// <summary>However the files of a project change, its memory is what one made anew of them would be.</summary>
public class ProjectMemoryProperties
{
    private const int EditsOfSample = 200;

    /// <summary>What happens: files are written, one or many at once; one is deleted; one gets another name.</summary>
    private static readonly Gen<Edit> Edits = Gen.Select(
        Gen.Frequency((6, Gen.Const(1)), (1, Gen.Int[2, 6]), (2, Gen.Const(0)), (1, Gen.Const(-1))),
        Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 3].Array[0, 8].Array[6],
        (kind, file, other, texts) => new Edit(kind, file, other, texts));

    /// <summary>Ids that two bytes hold, and ids that they don't.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(70_000)]
    public void After_many_edits_the_counts_are_those_of_a_memory_made_anew(int vocabulary) =>
        Gen.Select(Edits.Array[EditsOfSample], Gen.Int[0, 3].Array[1, 30].Array[8]).Sample(
            (edits, contexts) =>
            {
                var index = new ProjectMemoryIndex(vocabulary, long.MaxValue);
                Dictionary<string, int[]> files = [];
                for (int i = 0; i < edits.Length; i++)
                {
                    Apply(edits[i], index, files, vocabulary - 4);
                    if (i % 25 == 24)
                        Compare(index.Current, files, [.. contexts[i / 25].Select(token => token + vocabulary - 4)], vocabulary);
                }
            },
            iter: 250);

    [Fact]
    public void A_moment_that_was_taken_stays_as_it_was() =>
        Gen.Select(Edits.Array[20], Edits.Array[60], Gen.Int[0, 3].Array[1, 30]).Sample(
            (before, after, context) =>
            {
                var index = new ProjectMemoryIndex(4, long.MaxValue);
                Dictionary<string, int[]> files = [];
                foreach (Edit edit in before)
                    Apply(edit, index, files, 0);
                ProjectMemory taken = index.Current;
                Dictionary<string, int[]> then = new(files);
                foreach (Edit edit in after)
                    Apply(edit, index, files, 0);

                Compare(taken, then, context, 4);
            },
            iter: 100);

    [Fact]
    public void What_is_given_again_as_it_is_changes_nothing()
    {
        var index = new ProjectMemoryIndex(4, long.MaxValue);
        index.Set([("a", new[] { 1, 2, 3 }), ("b", new[] { 3 })]);
        ProjectMemory before = index.Current;

        index.Set([("b", new[] { 3 })]);
        index.Remove("c");

        Assert.Same(before, index.Current);
    }

    [Fact]
    public void Within_its_budget_those_stay_that_were_given_last()
    {
        // Each file takes eleven tokens of six bytes with what separates it from the next one.
        var index = new ProjectMemoryIndex(4, 3 * 66);
        foreach (string path in (string[])["a", "b", "c", "d"])
            index.Set([(path, new int[10])]);
        index.Set([("b", new int[10])]);
        index.Set([("e", new int[10])]);
        index.Set([("far too large", new int[100])]);

        Assert.Equal((3, 3), (index.Current.Files, index.Current.LeftOut));
        Assert.Equal(["b", "d", "e"], index.Current.Parts.SelectMany(part => part.Paths.Where((_, file) => part.Counts(file))).Order());

        index.Remove("a");
        Assert.Equal((3, 2), (index.Current.Files, index.Current.LeftOut));
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var index = new ProjectMemoryIndex(50, long.MaxValue);
        Random random = new(1);
        for (int file = 0; file < 20; file++)
            index.Set([($"{file}", Enumerable.Range(0, 500).Select(_ => random.Next(50)).ToArray())]);
        index.Remove("7");
        var followers = new Followers(50);
        followers.Project.Use(index.Current.Without("3"));
        DocumentMemory document = DocumentMemory.Of("", "", known: null, (_, _) => { });
        int[] context = [.. Enumerable.Range(0, 24).Select(_ => random.Next(50))];
        for (int token = 0; token < 50; token++)
            Find(token);

        Assert.Equal(0, Allocation.LeastOf(5, () => Find(17)));

        void Find(int last)
        {
            context[^1] = last;
            followers.Find(document, context, [], isLeftOut: null);
        }
    }

    private static void Apply(Edit edit, ProjectMemoryIndex index, Dictionary<string, int[]> files, int first)
    {
        string path = $"{edit.File}";
        switch (edit.Kind)
        {
            case 0:
                index.Remove(path);
                files.Remove(path);
                break;
            case < 0:
                index.Remove(path);
                if (files.Remove(path, out int[]? text))
                    Set([($"{edit.Other}", text)]);
                break;
            default:
                Set([.. Enumerable.Range(0, edit.Kind).Select(
                    i => ($"{(edit.File + i) % 10}", edit.Texts[i].Select(token => token + first).ToArray()))]);
                break;
        }

        void Set((string Path, int[] Tokens)[] changed)
        {
            index.Set(changed.Select(file => (file.Path, (ReadOnlyMemory<int>)file.Tokens)));
            foreach ((string name, int[] tokens) in changed)
                files[name] = tokens;
        }
    }

    private static void Compare(ProjectMemory memory, Dictionary<string, int[]> files, int[] context, int vocabulary)
    {
        const string Own = "5";
        var anew = new ProjectMemoryIndex(vocabulary, long.MaxValue);
        anew.Set(files.Select(file => (file.Key, (ReadOnlyMemory<int>)file.Value)));
        (Dictionary<int, double> expected, int length, int variety) = SlowCount.Of(
            [.. files.Where(file => file.Key != Own).SelectMany(file => (IEnumerable<int>)[DocumentMemory.Separator, .. file.Value])],
            context, allowed: [], leftOut: null);

        Assert.Equal(files.Count, memory.Files);
        foreach (ProjectMemory one in (ProjectMemory[])[memory, anew.Current])
        {
            var followers = new Followers(vocabulary);
            followers.Project.Use(one.Without(Own));
            followers.Find(DocumentMemory.Of("", "", known: null, (_, _) => { }), context, [], isLeftOut: null);
            Assert.Equal(expected.Keys.Order(), followers.Tokens.Order());
            foreach ((int token, double probability) in followers.Tokens.Zip(followers.Probabilities))
                Assert.Equal(expected[token], probability, 12);
            Assert.Equal(length, followers.MatchLength);
            if (length > 0)
                Assert.Equal(variety, followers.Variety);
        }
    }

    /// <param name="Kind">How many files are written; 0: one is deleted; less: one gets another name.</param>
    /// <param name="File">The file, or the first one.</param>
    /// <param name="Other">The other name.</param>
    /// <param name="Texts">What is written.</param>
    private sealed record Edit(int Kind, int File, int Other, int[][] Texts);
}
