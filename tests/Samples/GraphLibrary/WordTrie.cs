using System.Text;

namespace GraphLibrary;

/// <summary>Words by their beginnings, with how often each was added.</summary>
public sealed class WordTrie
{
    private readonly Node _root = new();

    public int Count { get; private set; }

    public void Add(string word)
    {
        ArgumentException.ThrowIfNullOrEmpty(word);
        Node node = _root;
        foreach (char letter in word)
        {
            if (!node.Children.TryGetValue(letter, out Node? child))
            {
                child = new Node();
                node.Children.Add(letter, child);
            }

            node = child;
        }

        if (node.Occurrences == 0)
            Count++;
        node.Occurrences++;
    }

    public int OccurrencesOf(string word) => Find(word)?.Occurrences ?? 0;

    public bool HasPrefix(string prefix) => Find(prefix) is not null;

    public IEnumerable<string> WordsWithPrefix(string prefix)
    {
        if (Find(prefix) is not { } start)
            return [];

        List<string> words = [];
        Collect(start, new StringBuilder(prefix), words);
        return words;
    }

    private Node? Find(string prefix)
    {
        Node? node = _root;
        foreach (char letter in prefix)
        {
            node = node.Children.GetValueOrDefault(letter);
            if (node is null)
                return null;
        }

        return node;
    }

    private static void Collect(Node node, StringBuilder prefix, List<string> words)
    {
        if (node.Occurrences > 0)
            words.Add(prefix.ToString());
        foreach ((char letter, Node child) in node.Children)
        {
            prefix.Append(letter);
            Collect(child, prefix, words);
            prefix.Length--;
        }
    }

    private sealed class Node
    {
        public SortedDictionary<char, Node> Children { get; } = [];

        public int Occurrences { get; set; }
    }
}
