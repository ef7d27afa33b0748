using LspCompletion.Engine;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>The part of a file that a replay types; what is before and after it stands there from the beginning.</summary>
/// <param name="FirstLine">The first line to type, counted from 1.</param>
/// <param name="LastLine">The last line to type.</param>
/// <param name="Start">The offset at which typing starts.</param>
/// <param name="End">The offset at which typing ends; the line break behind the last line stands there already.</param>
internal sealed record TypedRange(int FirstLine, int LastLine, int Start, int End)
{
    /// <summary>Files with fewer lines are typed whole: half of them would be too little to measure.</summary>
    private const int ShortFileLines = 16;

    /// <summary>The lines that the user asked for; where they say nothing, the middle half of the file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="from">The first line to type, counted from 1.</param>
    /// <param name="to">The last line to type.</param>
    /// <exception cref="EngineException">The file has no such lines, or nothing stands in them.</exception>
    public static TypedRange Of(SourceText source, int? from, int? to)
    {
        bool isShort = source.LineCount < ShortFileLines;
        int first = from ?? (isShort ? 1 : (source.LineCount / 4) + 1);
        int last = to ?? Math.Max(first, isShort ? source.LineCount : source.LineCount * 3 / 4);
        if (first > last || last > source.LineCount)
        {
            throw new EngineException(
                $"{source.Name} has no lines {first} to {last}: choose --from and --to from 1 to {source.LineCount}, in order.");
        }

        TypedRange range = new(first, last, source.Line(first).Start, source.Line(last).End);
        return range.Start < range.End ? range : throw new EngineException(
            $"Lines {first} to {last} of {source.Name} hold no text to type: choose others with --from and --to.");
    }
}
