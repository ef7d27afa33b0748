namespace LspCompletion.Engine.Inference;

/// <summary>A loaded model as a slot sees it: it makes caches, and says in which steps a sequence is computed.</summary>
internal interface ISequenceModel : IDisposable
{
    /// <summary>Logits per position.</summary>
    int VocabularySize { get; }

    /// <summary>The most tokens that a cache holds, where the graph fixes it.</summary>
    int? FixedCapacity { get; }

    /// <summary>
    /// Whether the leading tokens of a sequence, its source, see all of each other. Then states of a source are of use
    /// for that very source only.
    /// </summary>
    bool HasSource { get; }

    /// <summary>Whether a step computes the logits of several tokens, so that drafts save steps.</summary>
    bool TakesDrafts { get; }

    /// <summary>The fewest tokens of a step that gives logits, and the fewest rows of these, so that it is exact.</summary>
    int LeastStep { get; }

    /// <summary>Rows of a cache that no sequence takes.</summary>
    int SpareRows { get; }

    /// <summary>Whether a step of this many tokens computes what every other such step computes, bit for bit.</summary>
    bool IsExact(int tokens);

    /// <summary>How many of the tokens that remain to be computed the next step takes, so that all steps are exact.</summary>
    /// <param name="held">The tokens that are held.</param>
    /// <param name="source">The leading tokens that see all of each other.</param>
    /// <param name="remaining">The tokens that remain.</param>
    /// <param name="inLastStep">How many of them the last step has to take at least.</param>
    int NextStepLength(int held, int source, int remaining, int inLastStep);

    /// <summary>Makes an empty cache for a number of tokens; a graph with a fixed capacity decides that itself.</summary>
    IKeyValueCache CreateCache(int capacity);
}
