namespace LspCompletion.Server.Files;

/// <summary>What a file is read for, which says how much of it may be read.</summary>
/// <param name="MostBytes">A larger one isn't read at all.</param>
/// <param name="FollowsLinks">Whether it may be a link, to something in the workspace.</param>
internal sealed record FileKind(long MostBytes, bool FollowsLinks = true)
{
    private const long MiB = 1024 * 1024;

    /// <summary>Source text. Larger files were written by programs, and take more memory than what they declare is worth.</summary>
    public static FileKind Source { get; } = new(4 * MiB);

    /// <summary>A solution, a project, or what a project takes in.</summary>
    public static FileKind Project { get; } = new(4 * MiB);

    /// <summary>What a restore wrote down about packages.</summary>
    public static FileKind Assets { get; } = new(32 * MiB);

    /// <summary>An assembly that is compiled against.</summary>
    public static FileKind Assembly { get; } = new(128 * MiB);

    /// <summary>Rules in the manner of a .gitignore. Git follows no link there either.</summary>
    public static FileKind Rules { get; } = new(MiB, FollowsLinks: false);

    /// <summary>A file of Git's that names a folder.</summary>
    public static FileKind GitPointer { get; } = new(MiB / 16);

    /// <summary>Anything of which only the beginning is looked at.</summary>
    public static FileKind Beginning { get; } = new(long.MaxValue);
}
