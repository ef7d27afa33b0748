namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How progress goes on.</summary>
/// <param name="Kind"><c>begin</c>, <c>report</c> or <c>end</c>.</param>
/// <param name="Title">What it is about; when it begins.</param>
/// <param name="Message">What happens now.</param>
/// <param name="Percentage">How much of it is done.</param>
internal sealed record WorkDoneProgress(
    string Kind,
    string? Title = null,
    string? Message = null,
    int? Percentage = null);
