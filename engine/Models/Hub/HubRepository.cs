using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Models.Hub;

/// <summary>A model's repository on a hub, or one file of it.</summary>
/// <param name="Name">Owner and name, with a slash between.</param>
/// <param name="File">The file in it that is the model; null where the model is all of it.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
public sealed partial record HubRepository(string Name, string? File = null, string Revision = "main")
{
    /// <summary>The repository's name without its owner, or the file's without its ending.</summary>
    public string ModelName => File is null ? Name.Split('/')[^1] : Path.GetFileNameWithoutExtension(File);

    /// <summary>Reads <c>OWNER/NAME</c> or <c>OWNER/NAME/FILE.gguf</c>.</summary>
    /// <exception cref="EngineException">The text is neither.</exception>
    public static HubRepository Parse(string text, string revision = "main")
    {
        Match match = Form().Match(text);
        if (!match.Success || text.Contains("..", StringComparison.Ordinal) || !RevisionForm().IsMatch(revision))
        {
            throw new EngineException(
                $"\"{text}\" at \"{revision}\" is no model of a hub; write OWNER/NAME, or OWNER/NAME/FILE.gguf, or a name that " +
                "`lsp-completion models list` shows.");
        }

        return new HubRepository(
            match.Groups["name"].Value, match.Groups["file"] is { Success: true } file ? file.Value : null, revision);
    }

    [GeneratedRegex(@"^(?<name>[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*)(?:/(?<file>(?:[\w.-]+/)*[\w.-]+\.gguf))?\z", RegexOptions.ECMAScript)]
    private static partial Regex Form();

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex RevisionForm();
}
