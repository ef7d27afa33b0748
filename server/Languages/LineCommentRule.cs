namespace LspCompletion.Server.Languages;

/// <summary>A kind of comment that ends with its line.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Behind">Where it may begin.</param>
/// <param name="Unless">Characters that keep it from being one where they come next: <c>#[</c>, <c>--></c>.</param>
internal sealed record LineCommentRule(string Open, CommentStart Behind = CommentStart.Anywhere, string Unless = "");
