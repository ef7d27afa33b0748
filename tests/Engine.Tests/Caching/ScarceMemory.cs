using LspCompletion.Engine.Inference;
using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Tests.Caching;

/// <summary>A model whose caches can't be given more memory while there is none.</summary>
internal sealed class ScarceMemory(ISequenceModel model) : ISequenceModel
{
    public bool IsScarce { get; set; }

    public int VocabularySize => model.VocabularySize;

    public int? FixedCapacity => model.FixedCapacity;

    public bool HasSource => model.HasSource;

    public bool TakesDrafts => model.TakesDrafts;

    public int LeastStep => model.LeastStep;

    public int SpareRows => model.SpareRows;

    public bool IsExact(int tokens) => model.IsExact(tokens);

    public int NextStepLength(int held, int source, int remaining, int inLastStep) =>
        model.NextStepLength(held, source, remaining, inLastStep);

    public IKeyValueCache CreateCache(int capacity) => new Cache(this, model.CreateCache(capacity));

    public void Dispose() => model.Dispose();

    private sealed class Cache(ScarceMemory memory, IKeyValueCache cache) : IKeyValueCache
    {
        public int Length => cache.Length;

        public int Capacity => cache.Capacity;

        public long ByteCount => cache.ByteCount;

        public void Trim(int length) => cache.Trim(length);

        public void Grow(int capacity)
        {
            if (memory.IsScarce)
                throw new InsufficientMemoryException();
            cache.Grow(capacity);
        }

        public ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int source, int logitRows, RunOptions run) =>
            cache.Extend(tokens, source, logitRows, run);

        public void Dispose() => cache.Dispose();
    }
}
