using LspCompletion.Engine.Explaining;
using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Prints what the cache changes for a person to read.</summary>
internal static class CacheExplanationPrinter
{
    private const int ShownCharacters = 240;

    /// <summary>Prints the table, the growth, the text and the memory.</summary>
    public static void Print(IAnsiConsole console, CacheExplanation explanation)
    {
        console.Unwrapped()
            .WriteLine(
                ControlPictures.Replace($"{explanation.Model} goes on with {explanation.File}"),
                new Style(decoration: Decoration.Bold))
            .WriteLine($"A prompt of {explanation.PromptTokens:N0} tokens ({explanation.PromptMs:N0} ms either way), then a token at a time:");

        Table table = new Table().Border(TableBorder.Simple).AddColumn("tokens before", column => column.RightAligned());
        foreach (string column in (string[])["computed", "ms", "GFLOP", "MB read"])
            table.AddColumn($"with: {column}", header => header.RightAligned().NoWrap());
        foreach (string column in (string[])["computed", "ms", "GFLOP", "MB read"])
            table.AddColumn($"without: {column}", header => header.RightAligned().NoWrap());
        foreach (CacheExplanationRow row in explanation.Rows)
            table.AddRow([new Text($"{row.WithCache.Length:N0}"), .. Cells(row.WithCache), .. Cells(row.WithoutCache)]);
        console.Write(table);

        console.Unwrapped()
            .WriteLine($"With the cache:    {Describe(explanation.WithCache)}")
            .WriteLine($"Without the cache: {Describe(explanation.WithoutCache)}")
            .WriteLine(explanation.IsSame
                ? "Both wrote the same text, token for token:"
                : "They wrote different texts, which must not be: please report it. With the cache:")
            .WriteLine(ControlPictures.Replace($"  {Shown(explanation.Text)}"))
            .WriteLine(Describe(explanation.Memory));
    }

    private static IEnumerable<Text> Cells(TokenCost cost) =>
    [
        new Text($"{cost.Computed:N0}"),
        new Text($"{cost.Milliseconds:N1}"),
        new Text($"{cost.FloatingPointOperations / 1e9:N2}"),
        new Text($"{cost.BytesRead / 1e6:N0}"),
    ];

    private static string Describe(CostGrowth growth) =>
        $"{growth.BaseMs:N1} ms {(growth.MsPerToken < 0 ? "-" : "+")} {Math.Abs(growth.MsPerToken):N3} ms for each token before, {growth.TotalMs:N0} ms in all; " +
        $"{growth.SquareShare:P0} of a text's time grows with the square of its length.";

    private static string Describe(CacheMemory memory) =>
        $"A token's keys and values take 2 x {memory.Layers} layers x {memory.KeyValueHeads} heads x {memory.HeadSize} numbers " +
        $"x {memory.NumberBytes} bytes = {memory.BytesPerToken:N0} bytes; {memory.Capacity:N0} tokens" +
        (memory.Buffers == 1 ? "" : $" in {memory.Buffers} buffers") +
        $" {memory.DerivedBytes:N0} bytes. " +
        (memory.DerivedBytes == memory.AllocatedBytes
            ? "Allocated is exactly that."
            : $"Allocated are {memory.AllocatedBytes:N0} bytes: the model's manifest doesn't describe its graph.");

    private static string Shown(string text) =>
        text.Length <= ShownCharacters ? text : string.Concat(text.AsSpan(0, ShownCharacters), "…");
}
