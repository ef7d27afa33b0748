namespace LspCompletion.Server.Files;

/// <summary>What lies at a path, links not followed.</summary>
internal enum FileEntryKind
{
    /// <summary>A file in the proper sense: bytes on a disk.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A link to something else, wherever that is; on Windows a junction, too.</summary>
    Link,

    /// <summary>A pipe, a socket or a device: whoever opens it may wait for ever, or read without end.</summary>
    Special,
}
