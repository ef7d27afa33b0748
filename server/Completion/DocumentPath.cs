namespace LspCompletion.Server.Completion;

/// <summary>Names documents to the model as training did: relative to their project, with forward slashes.</summary>
internal static class DocumentPath
{
    /// <summary>The path of a document below the workspace folder that it lies in; its name alone outside of them.</summary>
    /// <param name="uri">The document's URI, or its name where it has no URI.</param>
    /// <param name="workspaceFolders">The URIs of the folders.</param>
    public static string Of(string uri, IReadOnlyList<string> workspaceFolders)
    {
        string path = Unescape(uri);
        foreach (string folder in workspaceFolders.Select(Unescape).OrderByDescending(folder => folder.Length))
        {
            if (path.StartsWith(folder + "/", StringComparison.Ordinal))
                return path[(folder.Length + 1)..];
        }

        return path[(path.LastIndexOfAny(['/', '\\', ':']) + 1)..];
    }

    // Clients escape differently: file:///c%3A/x and file:///c:/x are one file.
    private static string Unescape(string uri) => Uri.UnescapeDataString(uri).TrimEnd('/');
}
