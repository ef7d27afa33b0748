using System.Numerics.Tensors;

namespace LspCompletion.Engine.Models.Import;

/// <summary>Rounds numbers to a grid of 16 or 256 values around zero, block by block.</summary>
internal static class BlockQuantizer
{
    /// <summary>Rounds one block.</summary>
    /// <param name="numbers">Up to <see cref="AffineBlocks.Length"/> numbers.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="codes">Is given a code from -2^(bits-1) to 2^(bits-1)-1 for each.</param>
    /// <returns>What the codes are to be multiplied by; no number where one of the numbers is none.</returns>
    public static float Quantize(ReadOnlySpan<float> numbers, int bits, Span<sbyte> codes)
    {
        float largest = numbers[TensorPrimitives.IndexOfMaxMagnitude(numbers)];
        if (!float.IsFinite(largest))
            return float.NaN;

        // The largest number gets the code that reaches farthest, which is a negative one: hence the sign.
        int reach = 1 << (bits - 1);
        float step = largest / -reach;
        if (step == 0 || !float.IsFinite(1 / step))
        {
            codes.Clear();
            return 0;
        }

        float perStep = 1 / step;
        double product = 0;
        double square = 0;
        for (int i = 0; i < numbers.Length; i++)
        {
            int code = Math.Clamp((int)MathF.Round(numbers[i] * perStep), -reach, reach - 1);
            codes[i] = (sbyte)code;
            product += numbers[i] * code;
            square += code * code;
        }

        // Given the codes, the scale with the least error.
        return (float)(product / square);
    }
}
