using LspCompletion.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace LspCompletion.Tests;

/// <summary>Begins with the classes of tests that take minutes, so that no run waits for one of them in the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest = ["Workplace", "WineTests", "LlamaServerTests", "EnduranceTests"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))
                .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal),
        ];

    private static int Place(string name)
    {
        int place = Array.FindIndex(Longest, longest => name.Contains(longest, StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
