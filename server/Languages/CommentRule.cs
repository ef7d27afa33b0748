namespace LspCompletion.Server.Languages;

/// <summary>A kind of comment that has an end of its own.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Close">What ends it.</param>
/// <param name="Nests">Whether such comments may stand in one another.</param>
/// <param name="IsLine">Whether both stand at the start of a line.</param>
internal sealed record CommentRule(string Open, string Close, bool Nests = false, bool IsLine = false);
