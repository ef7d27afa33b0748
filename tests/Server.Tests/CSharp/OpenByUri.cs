using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Opens and closes the documents of a workspace by their URIs, for tests that have no owner for each.</summary>
internal static class OpenByUri
{
    private static readonly ConditionalWeakTable<CSharpWorkspace, ConcurrentDictionary<string, OpenDocument>> Workspaces = [];

    /// <summary>A document within its project; opens it if it isn't open.</summary>
    public static CSharpDocument? Find(this CSharpWorkspace workspace, DocumentSnapshot document) =>
        Workspaces.GetOrCreateValue(workspace).GetOrAdd(document.Uri, workspace.Open).Find(document);

    /// <summary>Closes a document.</summary>
    public static void Close(this CSharpWorkspace workspace, DocumentSnapshot document)
    {
        if (Workspaces.GetOrCreateValue(workspace).TryRemove(document.Uri, out OpenDocument? opened))
            opened.Dispose();
    }
}
