using System.Text.Json;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>The assemblies of packages that a restore has chosen: obj/project.assets.json.</summary>
internal static class ProjectAssets
{
    private const int MostFolders = 16;
    private const int MostAssemblies = 4_000;

    /// <summary>The path of a project's assets file.</summary>
    public static string PathFor(string projectFolder) => Path.Combine(projectFolder, "obj", "project.assets.json");

    /// <summary>The assemblies to compile against, those of projects left out.</summary>
    /// <param name="path">The assets file.</param>
    /// <param name="framework">The target framework.</param>
    /// <param name="walk">Looks for the assemblies, as long as there is time.</param>
    /// <param name="onMissing">Is told the names of packages that aren't on this machine any more.</param>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    /// <exception cref="InvalidOperationException">It isn't what a restore writes.</exception>
    /// <exception cref="KeyNotFoundException">It lacks something.</exception>
    public static IReadOnlyList<string> ReadAssemblies(string path, string framework, FolderWalk walk, Action<string> onMissing)
    {
        if (!walk.Files.TryRead(path, FileKind.Assets, out byte[]? bytes, out FileRefusal? refusal))
            throw new InvalidDataException(refusal.Words);

        using var document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        if (!root.TryGetProperty("targets"u8, out JsonElement targets)
            || !root.TryGetProperty("packageFolders"u8, out JsonElement packageFolders)
            || !root.TryGetProperty("libraries"u8, out JsonElement libraries))
        {
            return [];
        }

        string[] folders = [.. packageFolders.EnumerateObject().Select(folder => folder.Name).Take(MostFolders)];
        Dictionary<string, string> paths = PathsOfPackages(libraries);
        List<string> assemblies = [];
        foreach (JsonProperty library in Choose(targets, framework)?.Value.EnumerateObject() ?? default)
        {
            if (!library.Value.TryGetProperty("compile"u8, out JsonElement compile)
                || !paths.TryGetValue(library.Name, out string? libraryPath))
            {
                continue;
            }

            bool isMissing = false;
            foreach (JsonProperty file in compile.EnumerateObject())
            {
                if (!file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (!walk.HasTime() || assemblies.Count == MostAssemblies)
                    throw new InvalidDataException("it names more assemblies than are looked for");
                if (folders.Select(folder => Find(walk.Files, folder, $"{libraryPath}/{file.Name}")).FirstOrDefault(found => found is not null) is { } assembly)
                    assemblies.Add(assembly);
                else
                    isMissing = true;
            }

            if (isMissing)
                onMissing(library.Name);
        }

        return assemblies;
    }

    /// <summary>Where the packages lie in a folder of packages, by their names and versions.</summary>
    private static Dictionary<string, string> PathsOfPackages(JsonElement libraries)
    {
        Dictionary<string, string> paths = new(StringComparer.Ordinal);
        foreach (JsonProperty library in libraries.EnumerateObject())
        {
            if (library.Value.TryGetProperty("path"u8, out JsonElement path) && library.Value.GetProperty("type"u8).ValueEquals("package"u8))
                paths[library.Name] = path.GetString() ?? "";
        }

        return paths;
    }

    /// <summary>A file of a package, if it is there: in the folder of packages, and not beside it.</summary>
    private static string? Find(WorkspaceFiles files, string folder, string name) =>
        Path.IsPathFullyQualified(folder)
        && files.TryMakeWhole(folder, Path.GetPathRoot(folder)!, out string? packages, out _)
        && files.TryMakeWhole(name, packages, out string? path, out _)
        && FilePaths.IsBelow(path, packages)
        && files.HasFile(path)
            ? path
            : null;

    /// <summary>The target of a framework; names of targets are written in two ways, and may have a runtime.</summary>
    private static JsonProperty? Choose(JsonElement targets, string framework)
    {
        JsonProperty? first = null;
        foreach (JsonProperty target in targets.EnumerateObject())
        {
            first ??= target;
            if (target.Name == framework || target.Name.EndsWith($"=v{TargetFrameworks.VersionOf(framework)}", StringComparison.Ordinal))
                return target;
        }

        return first;
    }
}
