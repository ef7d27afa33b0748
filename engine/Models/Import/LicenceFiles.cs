using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Models.Import;

/// <summary>The licence of a model on a hub: a line at the head of its page, and a file.</summary>
internal static partial class LicenceFiles
{
    private const string PageName = "README.md";

    private static readonly string[] Names = ["LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"];

    /// <summary>Copies the licence's text from folder to folder.</summary>
    /// <returns>What the page calls it; null where no page says.</returns>
    public static ModelLicence? Copy(string from, string to)
    {
        string page = Path.Combine(from, PageName);
        if (!File.Exists(page) || Line().Match(File.ReadAllText(page)) is not { Success: true } line)
            return null;

        string? file = Names.FirstOrDefault(name => File.Exists(Path.Combine(from, name)));
        if (file is not null)
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        return new ModelLicence(line.Groups["name"].Value, file);
    }

    [GeneratedRegex(@"\A---\r?\n(?:.*\n)*?licen[sc]e:\s*[""']?(?<name>[A-Za-z0-9.+-]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
