namespace LspCompletion.Server.Languages;

/// <summary>What may happen while a source text is read.</summary>
internal enum ScanEventKind
{
    /// <summary>Something was opened.</summary>
    Opened,

    /// <summary>It was closed.</summary>
    Closed,

    /// <summary>It was left open: something around it was closed, or the line ended that it can't go beyond.</summary>
    LeftOpen,

    /// <summary>Something was closed that isn't open.</summary>
    Surplus,
}
