using System.Text;

namespace LspCompletion.Engine.Tests.Prompting;

/// <summary>C# of any length, the same every time, in lines of different lengths.</summary>
internal static class SampleSource
{
    private static readonly string[] Statements =
    [
        "var total = items.Sum(item => item.Price * item.Count);",
        "if (total > limit) throw new InvalidOperationException($\"Over the limit: {total}\");",
        "return total;",
        "_logger.LogInformation(\"Order {Id} for {Customer} has {Count} items\", order.Id, order.Customer, items.Count);",
        "foreach (Item item in items.Where(item => item.IsVisible)) Show(item);",
        "i++;",
        "",
        "// The sum is taken before discounts; those are subtracted by the caller.",
    ];

    public static string Write(int lines, string lineBreak = "\n", string indentation = "    ")
    {
        var random = new Random(7);
        StringBuilder text = new();
        for (int line = 0; line < lines; line++)
        {
            string statement = (line % 12) switch
            {
                0 => $"{indentation}public decimal Total{line}(IReadOnlyList<Item> items, decimal limit)",
                1 => $"{indentation}{{",
                10 => $"{indentation}}}",
                11 => "",
                _ => indentation + indentation + Statements[random.Next(Statements.Length)],
            };
            text.Append(statement.TrimEnd()).Append(lineBreak);
        }

        return text.ToString();
    }
}
