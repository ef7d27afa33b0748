using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// What a project file and the Directory.Build.props above it say, as far as a compiler needs it. This is not MSBuild: no
/// targets run, and a condition that isn't a plain comparison doesn't hold.
/// </summary>
internal sealed partial class ProjectFile
{
    private const string BuildProperties = "Directory.Build.props";

    /// <summary>Files that take each other in are many soon.</summary>
    private const int MostFiles = 100;

    /// <summary>What a property or an attribute may grow to where it takes others in, in UTF-16 code units.</summary>
    private const int LongestExpansion = 64 * 1024;

    /// <summary>The same for all of a project together.</summary>
    private const int MostExpanded = 8 * 1024 * 1024;

    private readonly WorkspaceFiles _files;
    private readonly ProjectXml _xml;
    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ProjectItem> _items = [];
    private int _taken;
    private int _expanded;

    private ProjectFile(string path, WorkspaceFiles files)
    {
        Path = path;
        _files = files;
        _xml = new ProjectXml(files);
    }

    /// <summary>The project file.</summary>
    public string Path { get; }

    /// <summary>The folder that it lies in.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The SDK, such as <c>Microsoft.NET.Sdk.Web</c>; empty where it names none.</summary>
    public string Sdk { get; private set; } = "";

    /// <summary>Reads a project.</summary>
    /// <param name="path">The project file, absolute.</param>
    /// <param name="files">Reads it, and what it takes in.</param>
    /// <exception cref="InvalidDataException">It can't be read, isn't XML, or asks for more than is done for a project.</exception>
    public static ProjectFile Read(string path, WorkspaceFiles files)
    {
        FileEntry? entry = files.Find(path, out FileRefusal? refusal);
        if (entry is not { Kind: FileEntryKind.File })
            throw new InvalidDataException($"{path}: {(refusal ?? FileRefusal.Special).Words}");

        var project = new ProjectFile(path, files);
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

    /// <summary>The framework to compile for: the newest of those named; empty where none is named.</summary>
    public string TargetFramework
    {
        get
        {
            string one = Property("TargetFramework");
            return (one.Length > 0 ? one : Property("TargetFrameworks"))
                .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(TargetFrameworks.IsName)
                .MaxBy(framework => TargetFrameworks.VersionOf(framework)) ?? "";
        }
    }

    private static string? FindAbove(string folder, string name)
    {
        for (string? above = folder; above is not null; above = System.IO.Path.GetDirectoryName(above))
        {
            string path = System.IO.Path.Combine(above, name);
            if (FileEntry.At(path) is { Kind: not FileEntryKind.Folder })
                return path;
        }

        return null;
    }

    private void SetProperty(string name, string value) => _properties[name] = value;

    private void Take(string path, int depth)
    {
        const int deepest = 16;
        FileEntry? entry = _files.Find(path, out FileRefusal? refusal);
        if (depth > deepest || entry is { Kind: FileEntryKind.Folder } || refusal is { Reason: FileRefusalReason.Missing })
            return;
        if (++_taken > MostFiles)
            throw new InvalidDataException($"it takes in more than {MostFiles} files");

        XElement root = _xml.Load(path);
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
                case "Import" when element.Attribute("Project") is { } import && ImportedPath(import.Value, folder) is { } imported:
                    Take(imported, depth + 1);
                    break;
            }
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

    /// <summary>The file that an import names; <see langword="null"/> if it names none that may be read.</summary>
    private string? ImportedPath(string import, string folder)
    {
        // The usual way to go on with the file above: $([MSBuild]::GetPathOfFileAbove('name', '$(MSBuildThisFileDirectory)../')).
        if (import.Contains("GetPathOfFileAbove", StringComparison.Ordinal))
        {
            string above = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(folder)) ?? folder;
            return FindAbove(above, BuildProperties);
        }

        return _files.TryMakeWhole(Expand(import), folder, out string? path, out _) ? path : null;
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

    /// <summary>Puts properties' values in their places.</summary>
    /// <exception cref="InvalidDataException">What comes of it is longer than anybody would write.</exception>
    private string Expand(string value)
    {
        if (!value.Contains("$(", StringComparison.Ordinal))
            return value;

        StringBuilder expanded = new();
        int end = 0;
        foreach (ValueMatch match in PropertyReference().EnumerateMatches(value))
        {
            expanded.Append(value, end, match.Index - end).Append(Property(value.Substring(match.Index + 2, match.Length - 3)));
            end = match.Index + match.Length;
            if (expanded.Length > LongestExpansion || _expanded + expanded.Length > MostExpanded)
                throw new InvalidDataException("its properties grow beyond all measure");
        }

        _expanded += expanded.Length;
        return expanded.Append(value, end, value.Length - end).ToString();
    }

    [GeneratedRegex(@"\$\(\w+\)")]
    private static partial Regex PropertyReference();

    [GeneratedRegex(@"^\s*'(?<left>[^']*)'\s*(?<operator>==|!=)\s*'(?<right>[^']*)'\s*$")]
    private static partial Regex Comparison();
}
