using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

public class ManyPlacesTests
{
    [Fact]
    public void Of_many_places_some_are_counted_and_what_they_say_adds_up_to_one()
    {
        Random random = new(1);
        var index = new ProjectMemoryIndex(8, long.MaxValue);
        int[] text = [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(4) == 0 ? random.Next(8) : 5)];
        index.Set([("a", text)]);
        var followers = new Followers(8);
        followers.Project.Use(index.Current);
        DocumentMemory document = DocumentMemory.Of("", "", known: null, (_, _) => { });

        int longest = 0;
        for (int end = 24; end < 2_000; end += 7)
        {
            followers.Find(document, text.AsSpan(0, end), [], isLeftOut: null);

            Assert.Equal(1, followers.Probabilities.Sum(), 9);
            Assert.True(followers.MatchLength >= followers.Project.LeastLength);
            longest = Math.Max(longest, followers.Project.LeastLength);
            Assert.InRange(followers.Tokens.Count, 1, 8);
        }

        Assert.True(longest > 1, "There were never more places than are counted: nothing was tested.");
    }
}
