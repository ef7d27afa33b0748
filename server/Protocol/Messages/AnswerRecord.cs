namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How an answer came about.</summary>
/// <param name="Source">Where its text is from.</param>
/// <param name="TotalMs">Milliseconds to the answer.</param>
/// <param name="ModelMs">How many of them the answer waited for the model.</param>
/// <param name="CheckMs">How many of them it waited for the compiler.</param>
/// <param name="Reason">Why nothing is shown.</param>
/// <param name="Filter">The filter that left nothing to show, or shortened what is shown: <c>repeatsAbove</c>.</param>
/// <param name="Number">The answer's number since the server started: a status may tell of the same answer again.</param>
/// <param name="ReusedTokens">Tokens of the prompt that were still computed.</param>
/// <param name="ComputedTokens">Tokens of the prompt that had to be computed.</param>
/// <param name="GeneratedTokens">Tokens written.</param>
/// <param name="RememberedTokens">Tokens of these that the model alone would not have chosen, and that stand elsewhere in the user's text.</param>
/// <param name="RememberedFrom">Where the longest text stands that one of these followed: path and line.</param>
/// <param name="Check">What the compiler says of it.</param>
/// <param name="Unguided">Why its names were not kept to those that exist.</param>
internal sealed record AnswerRecord(
    string Source,
    double TotalMs,
    double ModelMs = 0,
    double CheckMs = 0,
    string? Reason = null,
    string? Filter = null,
    long? Number = null,
    int? ReusedTokens = null,
    int? ComputedTokens = null,
    int? GeneratedTokens = null,
    int? RememberedTokens = null,
    string? RememberedFrom = null,
    string? Check = null,
    string? Unguided = null);
