namespace LspCompletion.Engine.Memory;

/// <summary>
/// Keeps a project's memory as its files are. What changes stands in small parts of its own at once, and what it takes the
/// place of no longer counts; small parts are put together while they are small beside the next one, so that there are few, and
/// no file is sorted again often. Not safe for several threads; what it gives is.
/// </summary>
/// <param name="vocabularySize">Ids of tokens are below this.</param>
/// <param name="budgetBytes">
/// The memory that files may take. Where they would take more, those that were given longest ago are left out: what is worked on
/// is worth most.
/// </param>
public sealed class ProjectMemoryIndex(int vocabularySize, long budgetBytes)
{
    /// <summary>More parts are put together: each has to be looked into.</summary>
    private const int MostParts = 6;

    /// <summary>Parts are put together with the next one where that is at most so many times as large as they are.</summary>
    private const int GrowthOfParts = 4;

    private readonly Dictionary<string, Seat> _seats = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <summary>The files that have a seat or are about to get one, those that were given longest ago first.</summary>
    private readonly LinkedList<string> _byAge = [];

    /// <summary>The parts in the order in which their files came.</summary>
    private readonly List<Slab> _slabs = [];
    private long _bytes;

    /// <summary>The memory as it is now: the same one until something changes.</summary>
    public ProjectMemory Current { get; private set; } = new([], files: 0, leftOut: 0, byteCount: 0);

    /// <summary>Files are, or have become, this.</summary>
    /// <param name="files">
    /// Each file's path once, and its tokens, encoded as prompts are; the tokens are copied. Many at once take less time than
    /// one after the other.
    /// </param>
    public void Set(IEnumerable<(string Path, ReadOnlyMemory<int> Tokens)> files)
    {
        Dictionary<string, ReadOnlyMemory<int>> added = [];
        bool isChanged = false;
        foreach ((string path, ReadOnlyMemory<int> tokens) in files)
        {
            if (_seats.TryGetValue(path, out Seat? seat) && seat.Slab?.Part.Tokens.IsSame(seat.File, tokens.Span) == true)
            {
                _byAge.Remove(seat.Age);
                _byAge.AddLast(seat.Age);
                continue;
            }

            isChanged = true;
            Drop(path);
            added.Remove(path);
            if (BytesOf(tokens.Length) > budgetBytes)
            {
                _leftOut.Add(path);
                continue;
            }

            added.Add(path, tokens);
            _seats.Add(path, new Seat(_byAge.AddLast(path)) { Tokens = tokens.Length });
            _bytes += BytesOf(tokens.Length);
        }

        if (!isChanged)
            return;

        while (_bytes > budgetBytes)
        {
            string oldest = _byAge.First!.Value;
            added.Remove(oldest);
            Drop(oldest);
            _leftOut.Add(oldest);
        }

        if (added.Count > 0)
            Add([.. added.Keys], [.. added.Values]);
        PutTogether();
        Publish();
    }

    /// <summary>A file has gone, or must not be known any more: nothing of it is looked up from now on.</summary>
    public void Remove(string path)
    {
        if (!Drop(path))
            return;

        PutTogether();
        Publish();
    }

    private long BytesOf(int tokens) => SortedTokens.BytesOf(tokens + 1, vocabularySize);

    private void Add(string[] paths, IReadOnlyList<ReadOnlyMemory<int>> tokens)
    {
        var slab = new Slab(new MemoryPart(new SortedTokens(vocabularySize, tokens), paths, []));
        _slabs.Add(slab);
        for (int i = 0; i < paths.Length; i++)
        {
            Seat seat = _seats[paths[i]];
            (seat.Slab, seat.File) = (slab, i);
            slab.Counted += seat.Tokens;
        }

        slab.Held = slab.Counted;
    }

    /// <summary>Has a file no longer count.</summary>
    /// <returns>Whether anything changes by that.</returns>
    private bool Drop(string path)
    {
        bool wasLeftOut = _leftOut.Remove(path);
        if (!_seats.Remove(path, out Seat? seat))
            return wasLeftOut;

        _byAge.Remove(seat.Age);
        _bytes -= BytesOf(seat.Tokens);
        if (seat.Slab is not { } slab)
            return true;

        slab.Part = slab.Part.Without(seat.File);
        slab.Counted -= seat.Tokens;
        if (slab.Part.Stale.Length == slab.Part.Paths.Length)
            _slabs.Remove(slab);
        return true;
    }

    /// <summary>Puts the latest parts together where there are many, and sorts one anew of which more than half no longer counts.</summary>
    private void PutTogether()
    {
        foreach (Slab slab in _slabs.Where(slab => slab.Counted < slab.Held / 2).ToArray())
            Merge(_slabs.IndexOf(slab), 1);
        if (_slabs.Count <= MostParts)
            return;

        int first = _slabs.Count - 2;
        long size = _slabs[first].Counted + _slabs[first + 1].Counted;
        while (first > 0 && _slabs[first - 1].Counted <= GrowthOfParts * size)
            size += _slabs[--first].Counted;
        Merge(first, _slabs.Count - first);
    }

    private void Merge(int first, int count)
    {
        List<string> paths = [];
        List<ReadOnlyMemory<int>> tokens = [];
        foreach (MemoryPart part in _slabs.Skip(first).Take(count).Select(slab => slab.Part))
        {
            foreach (int file in Enumerable.Range(0, part.Paths.Length).Where(part.Counts))
            {
                paths.Add(part.Paths[file]);
                tokens.Add(part.Tokens.TokensOf(file));
            }
        }

        _slabs.RemoveRange(first, count);
        Add([.. paths], tokens);

        // What comes first is the oldest.
        Slab merged = _slabs[^1];
        _slabs.RemoveAt(_slabs.Count - 1);
        _slabs.Insert(first, merged);
    }

    private void Publish() => Current = new ProjectMemory(
        [.. _slabs.Select(slab => slab.Part)], _seats.Count, _leftOut.Count, _slabs.Sum(slab => slab.Part.Tokens.ByteCount));

    /// <summary>Where a file stands.</summary>
    /// <param name="age">Its place among all by age.</param>
    private sealed class Seat(LinkedListNode<string> age)
    {
        public LinkedListNode<string> Age => age;

        public required int Tokens { get; init; }

        /// <summary>The part; <see langword="null"/> while it isn't made.</summary>
        public Slab? Slab { get; set; }

        public int File { get; set; }
    }

    /// <summary>A part, and how many of its tokens still count.</summary>
    private sealed class Slab(MemoryPart part)
    {
        public MemoryPart Part { get; set; } = part;

        public long Held { get; set; }

        public long Counted { get; set; }
    }
}
