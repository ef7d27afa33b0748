using LspCompletion.Engine.Text;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>
/// What is wrong with projects, in lines for the user, each once. A repository may bring any number of things that are wrong,
/// under any names: there are no more lines than somebody would read, and nothing in them but what can be seen.
/// </summary>
/// <param name="most">The most lines.</param>
internal sealed class ProblemList(int most)
{
    private readonly List<string> _lines = [];

    /// <summary>The lines, in the order in which they came.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Adds a line.</summary>
    /// <returns>Whether there is a new line; the last one says that there is more.</returns>
    public bool TryAdd(string problem)
    {
        string line = OneLine.Of(problem);
        if (_lines.Count > most || _lines.Contains(line))
            return false;

        _lines.Add(_lines.Count < most ? line : "There is more that is wrong than is told.");
        return true;
    }
}
