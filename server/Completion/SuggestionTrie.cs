using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What the model once wrote behind an anchor, as a radix trie over the text from the anchor on: what was typed before
/// the model wrote, and then what it wrote. Whoever types along any of these texts, for the first time or again after an
/// undo, finds the rest of it. The oldest texts are forgotten when there are many. The model's thread adds while others
/// ask.
/// </summary>
internal sealed class SuggestionTrie
{
    /// <summary>So many texts are remembered at least, and twice as many at most.</summary>
    public const int Remembered = 64;

    private readonly Lock _gate = new();
    private readonly Node _root = new("");
    private long _clock;

    /// <summary>Adds what the model wrote.</summary>
    /// <param name="typed">The text between the anchor and the place where it wrote.</param>
    /// <param name="written">What it wrote, as far as it is worth showing; whole, not cut by a limit.</param>
    /// <param name="silence">Why that is nothing, where it is nothing.</param>
    /// <param name="meanLogProbability">The mean of its tokens' log-probabilities.</param>
    /// <param name="filter">The filter that left nothing of it, where one did.</param>
    public void Add(
        string typed, string written, string? silence = null, double meanLogProbability = 0, FilterReason? filter = null)
    {
        lock (_gate)
            AddLocked(typed, written, silence, meanLogProbability, filter);
    }

    /// <summary>
    /// Finds how a text goes on: along the branch that was written last. What a user typed further on and took back is
    /// no suggestion, so only texts count that the model was writing by this place.
    /// </summary>
    /// <param name="typed">The text from the anchor on.</param>
    /// <returns>
    /// The rest, or why there is none right here; <see langword="null"/> where the model was never asked.
    /// </returns>
    public KnownSuggestion? Find(ReadOnlySpan<char> typed)
    {
        lock (_gate)
            return FindLocked(typed);
    }

    /// <summary>All ways in which a text goes on, the most probable first.</summary>
    /// <param name="typed">The text from the anchor on.</param>
    public IReadOnlyList<(string Text, double MeanLogProbability)> FindAll(ReadOnlySpan<char> typed)
    {
        lock (_gate)
        {
            if (Locate(typed, out int into) is not { } node || node.EarliestWriting > typed.Length)
                return [];

            string begun = node.Label[into..];
            List<(string Text, double MeanLogProbability)> found = [];
            node.Collect(begun, typed.Length, found);
            return [.. found.Where(one => one.Text.Length > 0).OrderByDescending(one => one.MeanLogProbability)];
        }
    }

    private void AddLocked(string typed, string written, string? silence, double meanLogProbability, FilterReason? filter)
    {
        Node node = _root;
        ReadOnlySpan<char> rest = string.Concat(typed, written);
        long now = ++_clock;
        if (now % Remembered == 0)
            _root.Forget(before: now - Remembered);
        while (true)
        {
            node.LastUsed = now;
            node.EarliestWriting = Math.Min(node.EarliestWriting, typed.Length);
            if (rest.IsEmpty)
                break;

            if (!node.Children.TryGetValue(rest[0], out Node? child))
            {
                child = new Node(rest.ToString());
                node.Children.Add(rest[0], child);
            }

            int common = rest.CommonPrefixLength(child.Label);
            if (common < child.Label.Length)
            {
                child = child.Split(common);
                node.Children[rest[0]] = child;
            }

            node = child;
            rest = rest[common..];
        }

        node.WrittenFrom[typed.Length] = meanLogProbability;
        node.LastEnded = now;
        node.Silence = silence;
        node.Filter = filter;
    }

    private KnownSuggestion? FindLocked(ReadOnlySpan<char> typed)
    {
        if (Locate(typed, out int into) is not { } node)
            return null;

        string begun = node.Label[into..];
        if (begun.Length > 0)
            return node.EarliestWriting <= typed.Length ? new KnownSuggestion(begun + node.Latest(typed.Length), null) : null;

        string latest = node.Latest(typed.Length);
        return latest.Length > 0 ? new KnownSuggestion(latest, null)
            : node.WrittenFrom.ContainsKey(typed.Length) ? new KnownSuggestion("", node.Silence) { Filter = node.Filter }
            : null;
    }

    /// <summary>The node on whose label a text ends.</summary>
    /// <param name="typed">The text.</param>
    /// <param name="into">How much of the label belongs to it.</param>
    private Node? Locate(ReadOnlySpan<char> typed, out int into)
    {
        Node node = _root;
        into = 0;
        while (!typed.IsEmpty)
        {
            if (!node.Children.TryGetValue(typed[0], out Node? child))
                return null;

            node = child;
            into = typed.CommonPrefixLength(child.Label);
            typed = typed[into..];
            if (into < child.Label.Length)
                return typed.IsEmpty ? node : null;
        }

        return node;
    }

    private sealed class Node(string label)
    {
        public string Label { get; private set; } = label;

        public Dictionary<char, Node> Children { get; } = [];

        /// <summary>For the texts that end here: how much of each had been typed, and its mean log-probability.</summary>
        public Dictionary<int, double> WrittenFrom { get; } = [];

        /// <summary>Why the model wrote nothing at this very place.</summary>
        public string? Silence { get; set; }

        /// <summary>The filter that left nothing of what it wrote here.</summary>
        public FilterReason? Filter { get; set; }

        /// <summary>When a text was last written that ends here or below.</summary>
        public long LastUsed { get; set; }

        /// <summary>When a text was last written that ends right here.</summary>
        public long LastEnded { get; set; }

        /// <summary>For the texts that end here or below: the least that had been typed when the model wrote one.</summary>
        public int EarliestWriting { get; set; } = int.MaxValue;

        /// <summary>Cuts the label in two, and returns a node with its first part and this node below it.</summary>
        public Node Split(int length)
        {
            var upper = new Node(Label[..length]) { LastUsed = LastUsed, EarliestWriting = EarliestWriting };
            Label = Label[length..];
            upper.Children.Add(Label[0], this);
            return upper;
        }

        /// <summary>Collects the texts from here on, each with its mean log-probability.</summary>
        /// <param name="before">What comes before this node's children.</param>
        /// <param name="typed">Only texts count that the model wrote when no more than this was typed.</param>
        /// <param name="found">Takes them.</param>
        public void Collect(string before, int typed, List<(string Text, double MeanLogProbability)> found)
        {
            foreach ((int from, double meanLogProbability) in WrittenFrom)
            {
                if (from <= typed)
                    found.Add((before, meanLogProbability));
            }

            foreach (Node child in Children.Values)
                child.Collect(before + child.Label, typed, found);
        }

        /// <summary>
        /// Forgets the texts here and below that were last written before a time. What is left must not be taken for written
        /// earlier than it was: the user may have typed a part of it and taken it back.
        /// </summary>
        public void Forget(long before)
        {
            if (LastEnded < before)
                WrittenFrom.Clear();
            EarliestWriting = WrittenFrom.Keys.DefaultIfEmpty(int.MaxValue).Min();
            foreach ((char first, Node child) in Children)
            {
                if (child.LastUsed < before)
                {
                    Children.Remove(first);
                    continue;
                }

                child.Forget(before);
                EarliestWriting = Math.Min(EarliestWriting, child.EarliestWriting);
            }
        }

        /// <summary>The text from here to the end of the branch that was used last.</summary>
        /// <param name="typed">Only texts count that the model wrote when no more than this was typed.</param>
        public string Latest(int typed)
        {
            string text = "";
            Node node = this;
            while (true)
            {
                Node? latest = node.Children.Values
                    .Where(child => child.EarliestWriting <= typed)
                    .MaxBy(child => child.LastUsed);

                // A text that ended here after all the others went on is the latest.
                bool endsHere = node.WrittenFrom.Keys.Any(length => length <= typed) && node.LastUsed > latest?.LastUsed;
                if (latest is null || endsHere)
                    return text;

                text += latest.Label;
                node = latest;
            }
        }
    }
}
