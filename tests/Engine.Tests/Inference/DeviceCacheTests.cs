using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>
/// The cache in a device's memory, with the processor as the device: all but the device itself is the same. On DirectML
/// it is tested end to end.
/// </summary>
public sealed class DeviceCacheTests : IDisposable
{
    private const string Folder = "static-cache";
    private const float Tolerance = 5e-3f;

    private readonly ModelSession _model = SmallModel.Load(Folder);
    private readonly DeviceMemory _memory;
    private readonly CancellableRun _run = new(TestContext.Current.CancellationToken);
    private readonly GoldenSequence _golden = GoldenNumbers.Read(Folder).Sequences[0];

    public DeviceCacheTests() => _memory = new DeviceMemory(_model.Session, _model.Signature, "Cpu");

    public void Dispose()
    {
        _run.Dispose();
        _memory.Dispose();
        _model.Dispose();
    }

    [Theory]
    [InlineData(20)]
    [InlineData(1, 1, 1, 1, 1, 15)]
    [InlineData(7, 1, 12)]
    [InlineData(9, 11)]
    public void However_a_sequence_is_cut_its_logits_are_the_golden_ones(params int[] steps)
    {
        using var cache = new DeviceCache(_model, _memory);
        foreach (int step in steps)
            ExtendAndCompare(cache, step);
    }

    [Fact]
    public void Trimmed_and_extended_it_has_the_golden_logits()
    {
        using var cache = new DeviceCache(_model, _memory);
        ExtendAndCompare(cache, 20);
        cache.Trim(6);
        _run.Extend(cache, [5, 4, 3, 2, 1], source: 0, logitRows: 1);
        cache.Trim(6);

        ExtendAndCompare(cache, 14);
    }

    [Fact]
    public void It_can_be_filled_to_the_last_token()
    {
        using var cache = new DeviceCache(_model, _memory);
        using var other = new StaticCache(_model);
        Assert.Equal(64, cache.Capacity);
        int[] tokens = [.. Enumerable.Range(1, 64)];
        foreach (int[] step in (int[][])[tokens[..40], tokens[40..63], tokens[63..]])
        {
            float[] expected = _run.Extend(other, step, source: 0, logitRows: 1).ToArray();
            float[] actual = _run.Extend(cache, step, source: 0, logitRows: 1).ToArray();
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }

        Assert.Equal(64, cache.Length);
    }

    [Theory]
    [InlineData(1, 256, 1)]
    [InlineData(3, 256, 4)]
    [InlineData(129, 256, 256)]
    [InlineData(129, 200, 129)]
    public void A_step_is_filled_up_to_a_power_of_two_where_there_is_room(int tokens, int most, int filled) =>
        Assert.Equal(filled, DeviceCache.Fill(tokens, most));

    private void ExtendAndCompare(DeviceCache cache, int count)
    {
        int from = cache.Length;
        ReadOnlySpan<float> logits = _run.Extend(cache, _golden.Ids.AsSpan(from, count), source: 0, logitRows: count);
        for (int row = 0; row < count; row++)
        {
            float excess = GoldenNumbers.Excess(
                logits.Slice(row * SmallModel.VocabularySize, SmallModel.VocabularySize), _golden.Logits[from + row]);
            Assert.True(excess <= Tolerance, $"Position {from + row} is off by {excess}.");
        }
    }
}
