using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// The keys and values of one token sequence, and the step that makes the sequence longer: one implementation for
/// each <see cref="GraphForm"/>. Used by the one thread that owns the session.
/// </summary>
internal interface IKeyValueCache : IDisposable
{
    /// <summary>Tokens whose keys and values are valid.</summary>
    int Length { get; }

    /// <summary>The most tokens it can hold, until it is made to grow.</summary>
    int Capacity { get; }

    /// <summary>The memory that keys and values take, in bytes, used or not.</summary>
    long ByteCount { get; }

    /// <summary>Forgets all tokens from this length on.</summary>
    void Trim(int length);

    /// <summary>
    /// Takes memory for more tokens and keeps those held; where that fails, it is as it was. Not for graphs that fix the
    /// capacity (<see cref="ISequenceModel.FixedCapacity"/>).
    /// </summary>
    /// <param name="capacity">The most tokens to be held from now on; more than before.</param>
    void Grow(int capacity);

    /// <summary>Runs the model over tokens that follow those held, and holds them.</summary>
    /// <param name="tokens">One token at least, and no more than the session takes in a step.</param>
    /// <param name="source">
    /// The leading tokens of the whole sequence that see all of each other. Where they aren't held yet, they must all be
    /// among <paramref name="tokens"/>. 0 on a model that has no such tokens.
    /// </param>
    /// <param name="logitRows">For how many of the last tokens logits are wanted; 1 at least.</param>
    /// <param name="run">Ends the run early when told to; the cache is then as it was before.</param>
    /// <returns><c>[logitRows, vocabulary]</c>, valid until the session's next step, on whichever cache.</returns>
    /// <exception cref="OnnxRuntimeException">The run failed or was ended; the cache is as it was before.</exception>
    ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run);
}
