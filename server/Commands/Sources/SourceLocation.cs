using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LspCompletion.Server.Commands.Sources;

/// <summary>A place in a file, as compilers print it and users copy it: <c>FILE:LINE:COLUMN</c>.</summary>
/// <param name="File">The file's path, as it was written.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Column">The column, counted from 1 in UTF-16 code units, as editors count.</param>
internal sealed record SourceLocation(string File, int Line, int Column)
{
    /// <summary>Reads a location from what a command is given.</summary>
    /// <param name="argument">Its one token; takes the error where that is none.</param>
    public static SourceLocation? Read(ArgumentResult argument)
    {
        if (TryParse(argument.Tokens[0].Value, out SourceLocation? location, out string? error))
            return location;

        argument.AddError(error);
        return null;
    }

    /// <summary>Reads a location from its end, so that the path may hold colons (<c>C:\x.cs:3:4</c>).</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="location">The location, where there is one.</param>
    /// <param name="error">One line that names cause and cure, where there is none.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out SourceLocation? location, [NotNullWhen(false)] out string? error)
    {
        location = null;
        int columnColon = text.LastIndexOf(':');
        int lineColon = columnColon > 0 ? text.LastIndexOf(':', columnColon - 1) : -1;
        if (lineColon <= 0
            || !TryParseNumber(text.AsSpan(lineColon + 1, columnColon - lineColon - 1), out int line)
            || !TryParseNumber(text.AsSpan(columnColon + 1), out int column))
        {
            error = $"'{text}' is not a place in a file: write FILE:LINE:COLUMN, for example Program.cs:12:9.";
            return false;
        }

        if (line == 0 || column == 0)
        {
            error = $"'{text}' has a {(line == 0 ? "line" : "column")} 0: lines and columns count from 1.";
            return false;
        }

        location = new SourceLocation(text[..lineColon], line, column);
        error = null;
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
