using System.Text.Json;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>The assemblies of packages that a restore has chosen: obj/project.assets.json.</summary>
internal static class ProjectAssets
{
    /// <summary>The path of a project's assets file.</summary>
    public static string PathFor(string projectFolder) => Path.Combine(projectFolder, "obj", "project.assets.json");

    /// <summary>The assemblies to compile against, those of projects left out.</summary>
    /// <param name="path">The assets file.</param>
    /// <param name="framework">The target framework.</param>
    /// <param name="onMissing">Is told the names of packages that aren't on this machine any more.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public static IReadOnlyList<string> ReadAssemblies(string path, string framework, Action<string> onMissing)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        if (!root.TryGetProperty("targets"u8, out JsonElement targets)
            || !root.TryGetProperty("packageFolders"u8, out JsonElement packageFolders)
            || !root.TryGetProperty("libraries"u8, out JsonElement libraries))
        {
            return [];
        }

        string[] folders = [.. packageFolders.EnumerateObject().Select(folder => folder.Name)];
        JsonProperty? target = Choose(targets, framework);
        List<string> assemblies = [];
        foreach (JsonProperty library in target?.Value.EnumerateObject() ?? default)
        {
            if (!library.Value.TryGetProperty("compile"u8, out JsonElement compile)
                || !libraries.TryGetProperty(library.Name, out JsonElement details)
                || !details.TryGetProperty("path"u8, out JsonElement libraryPath)
                || details.GetProperty("type"u8).GetString() != "package")
            {
                continue;
            }

            string?[] files =
            [
                .. compile.EnumerateObject()
                    .Where(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
                    .Select(file => folders
                        .Select(folder => Path.Combine(folder, libraryPath.GetString()!, file.Name))
                        .FirstOrDefault(File.Exists)),
            ];
            assemblies.AddRange(files.OfType<string>());
            if (files.Contains(null))
                onMissing(library.Name);
        }

        return assemblies;
    }

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
