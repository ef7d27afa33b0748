using System.CommandLine;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Explain;

/// <summary><c>lsp-completion explain</c>: what the literature tells of, run and measured.</summary>
internal static class ExplainCommand
{
    /// <summary>Describes the command and those below it.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken) =>
        new("explain", "Shows by running it what a cache, a mask and an architecture are.")
        {
            ExplainCacheCommand.Create(terminal, cancellationToken),
            ExplainMasksCommand.Create(terminal),
            ExplainArchitecturesCommand.Create(terminal, cancellationToken),
        };
}
