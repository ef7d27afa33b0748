using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// A check of something made up: the compiler has to be compiled itself, the first binding against a project's references
/// takes long, and nobody should wait for that.
/// </summary>
internal static class FirstCheck
{
    /// <summary>Right but for the end, so that a part of it is looked for, too.</summary>
    private const string Suggestion =
        """

        file static class FirstCheck
        {
            public static string Run(System.Collections.Generic.List<int> list)
            {
                foreach (int item in System.Linq.Enumerable.Where(list, item => item > 1))
                    return item.ToString();
                list.Missing();
            }
        }
        """;

    /// <summary>Checks it at the end of a document.</summary>
    public static void Run(CSharpDocument document, CancellationToken cancellationToken) =>
        new BindingCheck().Run(document, new TextSpan(document.Text.Length, 0), Suggestion, cancellationToken);
}
