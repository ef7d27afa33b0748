using System.Text;

namespace LspCompletion.Engine.Models;

/// <summary>A folder that holds models, each in a folder of its own: where imports and downloads go.</summary>
public static class ModelLibrary
{
    private const int LongestName = 100;

    /// <summary>The user's own library; null where the account has no folder for such things.</summary>
    public static string? UserFolder =>
        ModelVerification.UserCacheFolder is { } folder ? Path.Combine(folder, "models") : null;

    /// <summary>A name that every file system takes: other characters than letters, digits, dot, dash and underscore become dashes.</summary>
    public static string FolderName(string name)
    {
        var safe = new StringBuilder();
        foreach (char character in name.Length > LongestName ? name[..LongestName] : name)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')
                safe.Append(character);
            else if (safe.Length > 0 && safe[^1] != '-')
                safe.Append('-');
        }

        string trimmed = safe.ToString().Trim('-', '.');
        return trimmed.Length > 0 ? trimmed : "model";
    }

    /// <summary>Whether a text can be a model's name: a path is none.</summary>
    public static bool IsName(string text) => text == FolderName(text);

    /// <summary>The folders of a library's models, in the order of their names.</summary>
    public static IReadOnlyList<string> Folders(string library) => !Directory.Exists(library)
        ? []
        : [.. Directory.EnumerateDirectories(Path.GetFullPath(library))
            .Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>Deletes a model.</summary>
    /// <returns>The folder that it was in.</returns>
    /// <exception cref="EngineException">There is no such model, or it can't be deleted.</exception>
    public static string Remove(string library, string name)
    {
        string folder = Folders(library).FirstOrDefault(folder => Path.GetFileName(folder) == name)
            ?? throw new EngineException(
                $"There is no model {name} in {library}; `lsp-completion models list` shows which there are.");
        try
        {
            // Away at once: a model is either there or not, even if deleting is cut short.
            string doomed = Path.Combine(Path.GetFullPath(library), $".{name}-{Guid.NewGuid():N}");
            Directory.Move(folder, doomed);
            Directory.Delete(doomed, recursive: true);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"{folder} can't be deleted ({exception.Message}); end what uses it, or give permission.", exception);
        }
    }

    /// <summary>The folder of the user's model of this name; null where there is none.</summary>
    internal static string? Find(string name) => UserFolder is { } library && IsName(name)
        && Path.Combine(library, name) is { } folder && Directory.Exists(folder)
            ? folder
            : null;

    /// <summary>Where a model of this name goes.</summary>
    /// <exception cref="EngineException">There is one.</exception>
    internal static string RefuseExisting(string library, string name)
    {
        string target = Path.Combine(Path.GetFullPath(library), FolderName(name));
        return Path.Exists(target)
            ? throw new EngineException($"{target} is there already; choose another --name, or `lsp-completion models remove` it.")
            : target;
    }

    /// <summary>Makes a model's folder, whole or not at all.</summary>
    /// <param name="library">The folder that it becomes a folder of.</param>
    /// <param name="name">The model's name.</param>
    /// <param name="fill">Writes the model into the folder that it is given.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="EngineException">There is such a folder already, or it can't be written.</exception>
    internal static string Create(string library, string name, Action<string> fill)
    {
        string target = RefuseExisting(library, name);
        string draft = Path.Combine(Path.GetFullPath(library), $".{FolderName(name)}-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(draft);
            fill(draft);
            Directory.Move(draft, target);
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"{target} can't be written ({exception.Message}); make room or give permission, or choose another place with --to.",
                exception);
        }
        finally
        {
            Discard(draft);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What stood in the way of writing it may stand in the way of deleting it.
        }
    }
}
