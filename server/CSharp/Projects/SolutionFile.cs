using System.Text.RegularExpressions;
using System.Xml.Linq;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>Finds the C# projects of a folder.</summary>
internal static partial class SolutionFile
{
    /// <summary>Folders that hold no projects of the user's.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "node_modules" };

    /// <summary>More projects are no help, and take memory.</summary>
    private const int MostProjects = 100;

    /// <summary>
    /// The projects of the solutions in a folder; without a solution, those that lie in the folder or below.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onProblem">Is told what can't be read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static IReadOnlyList<string> FindProjects(string folder, Action<string> onProblem, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
            return [];

        string[] named =
        [
            .. Directory.EnumerateFiles(folder)
                .Where(file => Path.GetExtension(file) is ".sln" or ".slnx")
                .Order(StringComparer.Ordinal)
                .SelectMany(solution => TryRead(solution, onProblem))
                .Where(File.Exists)
                .Distinct(FilePaths.Comparer),
        ];
        IEnumerable<string> projects = named.Length > 0 ? named : FilesBelow(folder, ".csproj", cancellationToken);
        return [.. projects.Take(MostProjects)];
    }

    /// <summary>The files with an extension in a folder and below, but those that were built.</summary>
    public static IEnumerable<string> FilesBelow(string folder, string extension, CancellationToken cancellationToken)
    {
        Stack<string> folders = new([folder]);
        EnumerationOptions options = new() { AttributesToSkip = FileAttributes.System, IgnoreInaccessible = true };
        while (folders.TryPop(out string? next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (string file in Directory.EnumerateFiles(next, "*" + extension, options))
                yield return file;

            foreach (string below in Directory.EnumerateDirectories(next, "*", options))
            {
                string name = Path.GetFileName(below);
                bool isLink = new DirectoryInfo(below).LinkTarget is not null;
                if (!IsSkipped(name) && !isLink)
                    folders.Push(below);
            }
        }
    }

    /// <summary>Whether a folder of a name holds no sources of the user's: hidden ones, and those that programs fill.</summary>
    public static bool IsSkipped(string name) => name.StartsWith('.') || Skipped.Contains(name);

    private static IEnumerable<string> TryRead(string solution, Action<string> onProblem)
    {
        try
        {
            IEnumerable<string> paths = Path.GetExtension(solution) == ".slnx"
                ? XDocument.Load(solution).Descendants("Project").Select(project => (string?)project.Attribute("Path")).OfType<string>()
                : ProjectLine().Matches(File.ReadAllText(solution)).Select(match => match.Groups["path"].Value);
            string folder = Path.GetDirectoryName(solution)!;
            return [.. paths
                .Where(path => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase))
                .Select(path => Path.GetFullPath(ProjectFile.Slashed(path), folder))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Xml.XmlException)
        {
            onProblem($"{Path.GetFileName(solution)} can't be read ({exception.Message}); its projects are looked for in the folder.");
            return [];
        }
    }

    [GeneratedRegex("""^Project\("[^"]*"\)\s*=\s*"[^"]*"\s*,\s*"(?<path>[^"]*)"\s*,""", RegexOptions.Multiline)]
    private static partial Regex ProjectLine();
}
