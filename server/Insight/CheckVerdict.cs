using System.Globalization;

namespace LspCompletion.Server.Insight;

/// <summary>What a compiler says of a suggestion. It holds no source text.</summary>
/// <param name="Outcome">What the check came to.</param>
/// <param name="Diagnostic">The first error that the suggestion brought, such as <c>CS1061</c>; or why there was no check.</param>
/// <param name="At">Where in the suggestion that error lies; negative before it, <see langword="null"/> without one or in another file.</param>
/// <param name="KeptLength">How many characters of the suggestion were kept.</param>
internal sealed record CheckVerdict(CheckOutcome Outcome, string? Diagnostic, int? At, int KeptLength)
{
    /// <summary>The verdict in words, for the record and the log.</summary>
    public override string ToString() => Outcome switch
    {
        CheckOutcome.Unchecked => Diagnostic is null ? "not checked" : $"not checked: {Diagnostic}",
        CheckOutcome.Bound => "it binds",
        CheckOutcome.Cut => string.Create(CultureInfo.InvariantCulture, $"{Diagnostic} at {At}: cut to {KeptLength} characters"),
        CheckOutcome.Dropped when At is null => $"{Diagnostic} in another file",
        CheckOutcome.Dropped => string.Create(CultureInfo.InvariantCulture, $"{Diagnostic} at {At}: nothing of it binds"),
        CheckOutcome.Late => "the check wasn't done in time",
        _ => throw new InvalidOperationException($"{Outcome} has no words."),
    };
}
