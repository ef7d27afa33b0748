namespace LspCompletion.Engine.Models;

/// <summary>Finds models that come with the program.</summary>
internal static class ShippedModel
{
    /// <summary>
    /// A model's folder: beside the executable where the program was published, else in the nearest folder above it, which
    /// is the clone that it was built in.
    /// </summary>
    /// <param name="start">The executable's folder.</param>
    /// <param name="place">The model's folder below that.</param>
    /// <returns>The folder; <see langword="null"/> where it isn't there.</returns>
    public static string? Find(string start, string place)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, place);
            if (File.Exists(Path.Combine(candidate, ManifestFile.Name)))
                return candidate;
        }

        return null;
    }
}
