namespace LspCompletion.Server.Files;

/// <summary>Why a file isn't read.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Words">The reason for a person, to go on with behind the file's name and a colon.</param>
internal sealed record FileRefusal(FileRefusalReason Reason, string Words)
{
    /// <summary>It isn't there.</summary>
    public static FileRefusal Missing { get; } = new(FileRefusalReason.Missing, "it isn't there");

    /// <summary>It is a link, of a kind of file that must be none.</summary>
    public static FileRefusal Link { get; } = new(FileRefusalReason.Link, "it is a link");

    /// <summary>A link leads out of the workspace.</summary>
    public static FileRefusal LinkOutside { get; } = new(FileRefusalReason.Link, "a link leads out of the workspace");

    /// <summary>Links lead to links without end.</summary>
    public static FileRefusal LinkCircle { get; } = new(FileRefusalReason.Link, "links lead in a circle");

    /// <summary>It is a folder, a pipe, a socket or a device.</summary>
    public static FileRefusal Special { get; } = new(FileRefusalReason.Special, "it is no regular file");

    /// <summary>It lies on another machine.</summary>
    public static FileRefusal AnotherMachine { get; } = new(FileRefusalReason.Name, "its name is that of another machine's");

    /// <summary>No file may be called so.</summary>
    public static FileRefusal NoPath { get; } = new(FileRefusalReason.Name, "its name isn't a file's");

    /// <summary>It is too large for its kind.</summary>
    public static FileRefusal TooLarge(long mostBytes) =>
        new(FileRefusalReason.TooLarge, $"it is larger than {Size(mostBytes)}");

    /// <summary>The system says no.</summary>
    public static FileRefusal Unreadable(string message) => new(FileRefusalReason.Unreadable, message.ReplaceLineEndings(" "));

    private static string Size(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : $"{bytes >> 10} KiB";
}
