namespace LspCompletion.Server.Documents;

/// <summary>What the characters of a position count.</summary>
internal enum PositionEncoding
{
    /// <summary>UTF-16 code units, as .NET strings do.</summary>
    Utf16,

    /// <summary>UTF-8 bytes.</summary>
    Utf8,
}
