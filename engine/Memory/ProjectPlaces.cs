namespace LspCompletion.Engine.Memory;

/// <summary>
/// Finds the places in a project's memory before which the last tokens of a context stand, for one token more at each step.
/// Holds its buffers from look-up to look-up, and allocates nothing.
/// </summary>
internal sealed class ProjectPlaces
{
    /// <summary>Of more places that have as much in common with the context, some are counted, evenly spread.</summary>
    public const int MostPlaces = 128;

    private ProjectMemory? _memory;
    private (int First, int End)[] _ranges = [];

    /// <summary>How many tokens are in common.</summary>
    public int Length { get; private set; }

    /// <summary>Looks up in another memory from now on.</summary>
    /// <param name="memory">The memory; <see langword="null"/> if there is none.</param>
    public void Use(ProjectMemory? memory)
    {
        _memory = memory;
        if (_ranges.Length < memory?.Parts.Count)
            _ranges = new (int, int)[memory.Parts.Count];
    }

    /// <summary>Begins a look-up.</summary>
    public void Begin() => Length = 0;

    /// <summary>Goes on to the places that have one token more in common with a context.</summary>
    /// <param name="context">The last tokens, in order.</param>
    /// <returns>Whether there are any.</returns>
    public bool Narrow(ReadOnlySpan<int> context)
    {
        if (_memory is null || Length == Math.Min(context.Length, SortedTokens.MaxContext))
            return false;

        bool isAnywhere = false;
        int token = context[^(Length + 1)];
        for (int i = 0; i < _memory.Parts.Count; i++)
        {
            SortedTokens tokens = _memory.Parts[i].Tokens;
            _ranges[i] = Length == 0 ? tokens.Last(token)
                : _ranges[i].First == _ranges[i].End ? default
                : tokens.Narrow(_ranges[i], Length, token);
            isAnywhere |= _ranges[i].First < _ranges[i].End;
        }

        Length++;
        return isAnywhere;
    }

    /// <summary>The last of the places that have most in common with a context.</summary>
    /// <param name="context">The last tokens, in order.</param>
    /// <param name="follower">The token that follows there; <see langword="null"/>: any.</param>
    /// <returns>The place and how many tokens are in common; <see langword="null"/> if not even one is.</returns>
    public (ProjectPlace Place, int Length)? FindLongest(ReadOnlySpan<int> context, int? follower)
    {
        (ProjectPlace Place, int Length)? longest = null;
        Begin();
        while (Narrow(context))
        {
            ProjectPlace? last = null;
            foreach (ProjectPlace place in this)
            {
                if ((follower is null || place.Follower == follower) && (last is not { } other || !ReferenceEquals(other.Part, place.Part) || other.Position < place.Position))
                    last = place;
            }

            if (last is null)
                break;
            longest = (last.Value, Length);
        }

        return longest;
    }

    /// <summary>The places, those that came last at the end.</summary>
    public Enumerator GetEnumerator() => new(this);

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

    /// <summary>Goes through the places that count.</summary>
    public struct Enumerator(ProjectPlaces places)
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
                    if (++_part >= (places._memory?.Parts.Count ?? 0))
                        return false;
                    (int first, int end) = places._ranges[_part];
                    (_next, _count) = (0, Math.Min(end - first, MostPlaces));
                }

                MemoryPart part = places._memory!.Parts[_part];
                (int from, int to) = places._ranges[_part];
                int position = part.Tokens.PlaceAt(from + (int)((long)_next++ * (to - from) / _count));
                if (!part.CountsAt(position))
                    continue;

                Current = new ProjectPlace(part, position);
                return true;
            }
        }
    }
}
