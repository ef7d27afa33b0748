using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// What a project file and the Directory.Build.props above it say, as far as a compiler needs it. This is not MSBuild: no
/// targets run, and a condition that isn't a plain comparison doesn't hold.
/// </summary>
internal sealed partial class ProjectFile
{
    private const string BuildProperties = "Directory.Build.props";

    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ProjectItem> _items = [];

    private ProjectFile(string path) => Path = path;

    /// <summary>The project file.</summary>
    public string Path { get; }

    /// <summary>The folder that it lies in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The SDK, such as <c>Microsoft.NET.Sdk.Web</c>; empty where it names none.</summary>
    public string Sdk { get; private set; } = "";

    /// <summary>Reads a project.</summary>
    /// <param name="path">The project file, absolute.</param>
    /// <exception cref="XmlException">It isn't XML.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static ProjectFile Read(string path)
    {
        var project = new ProjectFile(path);
        project.SetProperty("MSBuildProjectDirectory", project.Folder);
        project.SetProperty("MSBuildProjectName", System.IO.Path.GetFileNameWithoutExtension(path));
        project.SetProperty("Configuration", "Debug");
        if (FindAbove(project.Folder, BuildProperties) is { } common)
            project.Take(common, depth: 0);
        project.Take(path, depth: 0);
        return project;
    }

    /// <summary>A property's value; empty where it has none.</summary>
    public string Property(string name) => _properties.GetValueOrDefault(name, "");

    /// <summary>Whether a property says yes.</summary>
    public bool IsOn(string name) => Property(name) is { } value
        && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("enable", StringComparison.OrdinalIgnoreCase));

    /// <summary>The items of a kind, in their order.</summary>
    public IEnumerable<ProjectItem> Items(string kind) => _items.Where(item => item.Kind == kind);

    /// <summary>The framework to compile for: the newest of those named.</summary>
    public string TargetFramework
    {
        get
        {
            string one = Property("TargetFramework");
            string[] several = Property("TargetFrameworks")
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return one.Length > 0 ? one : several.MaxBy(framework => TargetFrameworks.VersionOf(framework)) ?? "";
        }
    }

    private static string? FindAbove(string folder, string name)
    {
        for (DirectoryInfo? above = new(folder); above is not null; above = above.Parent)
        {
            string path = System.IO.Path.Combine(above.FullName, name);
            if (File.Exists(path))
                return path;
        }

        return null;
    }

    private void SetProperty(string name, string value) => _properties[name] = value;

    private void Take(string path, int depth)
    {
        const int deepest = 16;
        if (depth > deepest || !File.Exists(path))
            return;

        XElement root = Load(path);
        if (root.Attribute("Sdk") is { } sdk)
            Sdk = sdk.Value;

        string folder = System.IO.Path.GetDirectoryName(path) + System.IO.Path.DirectorySeparatorChar;
        foreach (XElement element in root.Elements().Where(Holds))
        {
            SetProperty("MSBuildThisFileDirectory", folder);
            switch (element.Name.LocalName)
            {
                case "PropertyGroup":
                    foreach (XElement property in element.Elements().Where(Holds))
                        SetProperty(property.Name.LocalName, Expand(property.Value.Trim()));
                    break;
                case "ItemGroup":
                    foreach (XElement item in element.Elements().Where(Holds))
                        _items.Add(ReadItem(item, folder));
                    break;
                case "Import" when element.Attribute("Project") is { } import:
                    Take(ImportedPath(import.Value, folder), depth + 1);
                    break;
            }
        }
    }

    private static XElement Load(string path)
    {
        try
        {
            return XDocument.Load(path).Root!;
        }
        catch (XmlException exception)
        {
            // It may be a file that the project takes in.
            throw new XmlException($"{path}: {exception.Message}", exception);
        }
    }

    private ProjectItem ReadItem(XElement item, string folder) => new(
        item.Name.LocalName,
        Expand((string?)item.Attribute("Include") ?? ""),
        Expand((string?)item.Attribute("Remove") ?? ""),
        folder,
        item.Attributes().Select(attribute => (attribute.Name.LocalName, attribute.Value))
            .Concat(item.Elements().Select(child => (child.Name.LocalName, child.Value)))
            .GroupBy(pair => pair.LocalName, pair => Expand(pair.Value), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.OrdinalIgnoreCase));

    private string ImportedPath(string import, string folder)
    {
        // The usual way to go on with the file above: $([MSBuild]::GetPathOfFileAbove('name', '$(MSBuildThisFileDirectory)../')).
        if (import.Contains("GetPathOfFileAbove", StringComparison.Ordinal))
        {
            string above = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(folder)) ?? folder;
            return FindAbove(above, BuildProperties) ?? "";
        }

        return System.IO.Path.GetFullPath(Slashed(Expand(import)), folder);
    }

    private bool Holds(XElement element)
    {
        if (element.Attribute("Condition") is not { } condition)
            return true;

        Match comparison = Comparison().Match(Expand(condition.Value));
        bool areSame = comparison.Groups["left"].Value.Equals(
            comparison.Groups["right"].Value, StringComparison.OrdinalIgnoreCase);
        return comparison.Success && areSame == (comparison.Groups["operator"].Value == "==");
    }

    private string Expand(string value) =>
        PropertyReference().Replace(value, match => Property(match.Groups["name"].Value));

    /// <summary>A path with this system's separators: project files are written with either.</summary>
    internal static string Slashed(string path) => path.Replace('\\', System.IO.Path.DirectorySeparatorChar);

    [GeneratedRegex(@"\$\((?<name>\w+)\)")]
    private static partial Regex PropertyReference();

    [GeneratedRegex(@"^\s*'(?<left>[^']*)'\s*(?<operator>==|!=)\s*'(?<right>[^']*)'\s*$")]
    private static partial Regex Comparison();
}
