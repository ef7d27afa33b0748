using System.Globalization;
using LspCompletion.Engine.Text;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>Where a command reads and writes.</summary>
/// <param name="Input">Standard input, as bytes.</param>
/// <param name="Output">Standard output: the result and nothing else.</param>
/// <param name="Error">Standard error: everything that is not the result.</param>
internal sealed record Terminal(Stream Input, IAnsiConsole Output, IAnsiConsole Error)
{
    /// <summary>A width at which no table and no line is wrapped, for output that no person watches.</summary>
    private const int UnboundedWidth = 1000;

    /// <summary>The process' own standard streams.</summary>
    public static Terminal OfProcess() => new(
        Console.OpenStandardInput(),
        Connect(Console.Out, Console.IsOutputRedirected),
        Connect(Console.Error, Console.IsErrorRedirected));

    /// <summary>Writes to <paramref name="writer"/>, without colour and without wrapping.</summary>
    public static IAnsiConsole Plain(TextWriter writer) => Connect(writer, isRedirected: true);

    /// <summary>Writes a result as it is: neither wrapped to the terminal's width nor coloured.</summary>
    public void WriteResult(string text) => Output.Profile.Out.Writer.WriteLine(text);

    /// <summary>Writes a result that is JSON: what nobody sees is escaped, which JSON reads as the same.</summary>
    public void WriteReport(string json) => WriteResult(InvisibleText.Replace(json, static code => string.Concat(
        char.ConvertFromUtf32(code).Select(unit => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}")))));

    private static IAnsiConsole Connect(TextWriter writer, bool isRedirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
            console.Profile.Width = UnboundedWidth;
        return console;
    }
}
