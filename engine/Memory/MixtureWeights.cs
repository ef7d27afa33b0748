namespace LspCompletion.Engine.Memory;

/// <summary>
/// How much a memory's word counts beside the model's. Fitted on lines that commits really added to repositories in C#; on other
/// languages they gain, too.
/// </summary>
/// <param name="OfLength">By the length of the match: 1, 2, 3, 4, 5 and 6, 7 to 9, 10 to 15, more.</param>
/// <param name="OfVariety">By the logarithm of the number of ways in which the text went on.</param>
/// <param name="OfConfidence">By the logarithm of the odds of the model's likeliest token.</param>
/// <param name="OfAgreement">By the logarithm of the model's probability of the memory's likeliest token.</param>
internal sealed record MixtureWeights(double[] OfLength, double OfVariety, double OfConfidence, double OfAgreement)
{
    /// <summary>Where only the document is known.</summary>
    public static MixtureWeights Document { get; } = new([-1.99, -0.72, -0.43, -0.59, -0.18, -0.30, 0.27, 0.54], -0.20, -0.43, 0.185);

    /// <summary>Where the project is known, too.</summary>
    public static MixtureWeights Project { get; } = new([-0.42, -0.09, 0.02, -0.22, 0.00, 0.70, 0.69, 1.37], -0.62, -0.43, 0.158);

    /// <summary>The logarithm of w / (1 - w), where w is the memory's share of the mixture.</summary>
    /// <param name="length">The tokens of the match.</param>
    /// <param name="variety">Different tokens that followed.</param>
    /// <param name="confidence">The model's probability of its likeliest token.</param>
    /// <param name="agreement">The model's probability of the memory's likeliest token.</param>
    public double LogOdds(int length, int variety, double confidence, double agreement)
    {
        double clamped = Math.Clamp(confidence, 0.001, 0.999);
        int row = length switch { <= 4 => length - 1, <= 6 => 4, <= 9 => 5, <= 15 => 6, _ => 7 };
        return OfLength[row]
            + (OfVariety * Math.Log(variety))
            + (OfConfidence * Math.Log(clamped / (1 - clamped)))
            + (OfAgreement * Math.Log(Math.Max(agreement, 1e-4)));
    }
}
