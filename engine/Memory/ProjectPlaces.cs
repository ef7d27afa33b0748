namespace LspCompletion.Engine.Memory;

/// <summary>
/// Finds the places in a project's memory before which the last tokens of a context stand, by how many of them. Holds its
/// buffers from look-up to look-up, and allocates nothing.
/// </summary>
internal sealed class ProjectPlaces
{
    /// <summary>Of more places that have as much in common with the context, some are counted, evenly spread.</summary>
    public const int MostPlaces = 64;

    private ProjectMemory? _memory;

    /// <summary>The ranks of the places in each part, for each number of tokens in common.</summary>
    private (int First, int End)[] _ranges = [];

    private int Parts => _memory?.Parts.Count ?? 0;

    /// <summary>The most tokens of the context that stand before any place, whether that counts or not.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// The fewest tokens in common that are worth counting: what fewer say hardly counts beside as many places as are counted.
    /// </summary>
    public int LeastLength { get; private set; }

    /// <summary>Looks up in another memory from now on.</summary>
    /// <param name="memory">The memory; <see langword="null"/> if there is none.</param>
    public void Use(ProjectMemory? memory)
    {
        _memory = memory;
        int needed = Parts * (SortedTokens.MaxContext + 1);
        if (_ranges.Length < needed)
            _ranges = new (int, int)[needed];
    }

    /// <summary>Looks up.</summary>
    /// <param name="context">The last tokens, in order.</param>
    public void Find(ReadOnlySpan<int> context)
    {
        int most = Parts == 0 ? 0 : Math.Min(context.Length, SortedTokens.MaxContext);
        (Length, LeastLength) = (0, 1);
        while (Length < most && Narrow(context[^(Length + 1)]) is > 0 and var places)
        {
            Length++;
            if (places >= MostPlaces)
                LeastLength = Length;
        }
    }

    /// <summary>The places before which so many tokens are the same; those of each part are sorted by what stands before that.</summary>
    /// <param name="length">At most <see cref="Length"/>.</param>
    public PlacesOfLength At(int length) => new(this, length);

    /// <summary>The last of the places that have most in common with a context.</summary>
    /// <param name="context">The last tokens, in order.</param>
    /// <param name="follower">The token that follows there; <see langword="null"/>: any.</param>
    /// <returns>The place and how many tokens are in common; <see langword="null"/> if not even one is.</returns>
    public (ProjectPlace Place, int Length)? FindLongest(ReadOnlySpan<int> context, int? follower)
    {
        Find(context);
        for (int length = Length; length > 0; length--)
        {
            ProjectPlace? last = null;
            foreach (ProjectPlace place in At(length))
            {
                if ((follower is null || place.Follower == follower)
                    && (last is not { } other || !ReferenceEquals(other.Part, place.Part) || other.Position < place.Position))
                    last = place;
            }

            if (last is not null)
                return (last.Value, length);
        }

        return null;
    }

    /// <summary>Finds the places that have one token more in common.</summary>
    /// <returns>How many there are.</returns>
    private int Narrow(int token)
    {
        int places = 0;
        for (int i = 0; i < Parts; i++)
        {
            SortedTokens tokens = _memory!.Parts[i].Tokens;
            ref (int First, int End) range = ref _ranges[((Length + 1) * Parts) + i];
            (int First, int End) before = Length == 0 ? default : _ranges[(Length * Parts) + i];
            range = Length == 0 ? tokens.Last(token)
                : before.First == before.End ? default
                : tokens.Narrow(before, Length, token);
            places += range.End - range.First;
        }

        return places;
    }

    /// <summary>A place.</summary>
    /// <param name="Part">The part of the memory.</param>
    /// <param name="Position">The position of the last token before it.</param>
    public readonly record struct ProjectPlace(MemoryPart Part, int Position)
    {
        /// <summary>The token that follows.</summary>
        public int Follower => Part.Tokens[Position + 1];

        /// <summary>Copies what follows in the file, as far as there is room.</summary>
        public ReadOnlySpan<int> CopyFollowers(Span<int> room)
        {
            int count = 0;
            for (; count < room.Length && !Part.Tokens.IsSeparator(Position + 1 + count); count++)
                room[count] = Part.Tokens[Position + 1 + count];
            return room[..count];
        }
    }

    /// <summary>The places before which so many tokens are the same.</summary>
    public readonly struct PlacesOfLength(ProjectPlaces places, int length)
    {
        /// <summary>The places, those that came last in the last part.</summary>
        public Enumerator GetEnumerator() => new(places, length);
    }

    /// <summary>Goes through the places that count.</summary>
    public struct Enumerator(ProjectPlaces places, int length)
    {
        private int _part = -1;
        private int _next;
        private int _count;

        /// <summary>The place.</summary>
        public ProjectPlace Current { get; private set; }

        /// <summary>Goes on.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                while (_next == _count)
                {
                    if (++_part >= places.Parts)
                        return false;
                    (int first, int end) = places._ranges[(length * places.Parts) + _part];
                    (_next, _count) = (0, Math.Min(end - first, MostPlaces));
                }

                MemoryPart part = places._memory!.Parts[_part];
                (int from, int to) = places._ranges[(length * places.Parts) + _part];
                int position = part.Tokens.PlaceAt(from + (int)((long)_next++ * (to - from) / _count));
                if (!part.CountsAt(position))
                    continue;

                Current = new ProjectPlace(part, position);
                return true;
            }
        }
    }
}
