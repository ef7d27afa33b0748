using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

/// <summary>What followed a context, counted as slowly as can be.</summary>
internal static class SlowCount
{
    public static (Dictionary<int, double> Probabilities, int Length, int Variety) Of(
        int[] tokens, int[] context, int[] allowed, int? leftOut)
    {
        Dictionary<int, double> probabilities = [];
        int length = 0;
        int variety = 0;
        for (int k = 1; k <= Math.Min(24, context.Length); k++)
        {
            int[] followers =
            [
                .. Enumerable.Range(0, Math.Max(0, tokens.Length - k))
                    .Where(start => tokens.AsSpan(start, k).SequenceEqual(context.AsSpan(context.Length - k)))
                    .Select(start => tokens[start + k])
                    .Where(token => token != DocumentMemory.Separator && (allowed.Length == 0 || allowed.Contains(token)) && token != leftOut),
            ];
            if (followers.Length == 0)
                break;

            length = k;
            variety = followers.Distinct().Count();
            double total = followers.Length + (k > 1 ? 1 : 0);
            probabilities = followers.Concat(probabilities.Keys).Distinct().ToDictionary(
                token => token,
                token => (followers.Count(follower => follower == token) + probabilities.GetValueOrDefault(token)) / total);
        }

        return (probabilities, length, variety);
    }
}
