namespace LspCompletion.Server.Settings;

/// <summary>Whether there are suggestions in a kind of text.</summary>
internal enum TextSuggestions
{
    /// <summary>As everywhere.</summary>
    On,

    /// <summary>None.</summary>
    Off,

    /// <summary>Only when the user asks for one by hand.</summary>
    Manual,
}
