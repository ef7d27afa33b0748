namespace LspCompletion.Engine.Models.Import;

/// <summary>The angles of rotary position embeddings (Su et al., RoFormer, arXiv:2104.09864).</summary>
internal static class RotaryFrequencies
{
    /// <summary>base^(-2i / size) for each pair i.</summary>
    public static double[] Plain(double rotaryBase, int headSize) =>
        [.. Enumerable.Range(0, headSize / 2).Select(i => Math.Pow(rotaryBase, -2.0 * i / headSize))];

    /// <summary>Stretched to a longer context, each by the same factor (position interpolation).</summary>
    public static double[] Linear(double[] frequencies, double factor) =>
        [.. frequencies.Select(frequency => frequency / factor)];

    /// <summary>
    /// Stretched as Llama 3.1 does: slow ones by the factor, quick ones not at all, and those between by a share.
    /// </summary>
    public static double[] Llama3(
        double[] frequencies, double factor, double lowFactor, double highFactor, double originalContext) =>
        [.. frequencies.Select(frequency =>
        {
            double turns = originalContext * frequency / (2 * Math.PI);
            double share = Math.Clamp((turns - lowFactor) / (highFactor - lowFactor), 0, 1);
            return ((1 - share) * frequency / factor) + (share * frequency);
        })];
}
