namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>What one step of a <see cref="GlobPattern"/> stands for.</summary>
internal enum GlobStepKind
{
    /// <summary>The character itself.</summary>
    Literal,

    /// <summary><c>?</c>: one character that is no slash.</summary>
    AnyCharacter,

    /// <summary><c>[...]</c>: one character of a set.</summary>
    Set,

    /// <summary><c>*</c>: any number of characters, no slash among them.</summary>
    Star,

    /// <summary><c>**</c> at the end: any number of any characters.</summary>
    Everything,

    /// <summary><c>**/</c>: any number of whole directories.</summary>
    Directories,

    /// <summary>Within a name of <see cref="Directories"/>, which always comes right before.</summary>
    WithinDirectory,
}
