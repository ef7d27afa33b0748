namespace LspCompletion.Server.Languages;

/// <summary>Something that happened while a source text was read.</summary>
/// <param name="Kind">What.</param>
/// <param name="Position">Where, in UTF-16 code units from the start of all that was read.</param>
/// <param name="Part">What was opened, closed or given up; nothing where something was closed that isn't open.</param>
internal readonly record struct ScanEvent(ScanEventKind Kind, int Position, OpenPart Part);
