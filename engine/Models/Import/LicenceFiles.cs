using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models.Import;

/// <summary>The licence of a model on a hub: a line at the head of its page, and a file.</summary>
internal static partial class LicenceFiles
{
    private const string PageName = "README.md";

    /// <summary>How much of a page is looked at, in bytes.</summary>
    private const int HeadLength = 1 << 16;

    private static readonly string[] Names = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"];

    /// <summary>Copies the licence's text from folder to folder.</summary>
    /// <returns>What the page calls it; null where no page says.</returns>
    /// <exception cref="EngineException">A link leads to one of the files, or it can't be read.</exception>
    public static ModelLicence? Copy(string from, string to, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(from, PageName)) || Line().Match(ReadHead(from)) is not { Success: true } line)
            return null;

        string? file = Names.FirstOrDefault(name => File.Exists(Path.Combine(from, name)));
        if (file is not null)
            SourceFiles.Copy(from, file, Path.Combine(to, file), cancellationToken);
        return new ModelLicence(line.Groups["name"].Value, file);
    }

    private static string ReadHead(string folder)
    {
        using SafeFileHandle page = SourceFiles.Open(folder, PageName);
        byte[] head = new byte[HeadLength];
        return Encoding.UTF8.GetString(head, 0, RandomAccess.Read(page, head, fileOffset: 0));
    }

    [GeneratedRegex(@"\A---\r?\n(?:.*\n)*?licen[sc]e:\s*[""']?(?<name>[A-Za-z0-9.+-]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
