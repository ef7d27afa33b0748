namespace LspCompletion.Server.Files;

/// <summary>Why a file isn't read.</summary>
internal enum FileRefusalReason
{
    /// <summary>It isn't there, or nobody may know of it.</summary>
    Missing,

    /// <summary>It is a link that isn't followed, or lies behind one.</summary>
    Link,

    /// <summary>It is no file in the proper sense.</summary>
    Special,

    /// <summary>It is larger than what is read of its kind.</summary>
    TooLarge,

    /// <summary>Its name is none that is looked at, such as that of another machine.</summary>
    Name,

    /// <summary>The system says no.</summary>
    Unreadable,
}
