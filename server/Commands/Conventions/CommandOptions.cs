using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>Options that several commands have, and how their values are read.</summary>
internal static class CommandOptions
{
    /// <summary>The folder of the model to use.</summary>
    public static Option<string?> Model() => new("--model")
    {
        HelpName = "DIR",
        Description = "The model's folder, or its name in `models list`. Without it: the default model.",
    };

    /// <summary>The folder that <see cref="Model"/> names, or the default model's.</summary>
    public static string ModelDirectory(this ParseResult parsed, Option<string?> model) =>
        parsed.GetValue(model) ?? DefaultModel.Locate();

    /// <summary>What computes.</summary>
    public static Option<ExecutionProvider> Provider() => new("--execution-provider")
    {
        HelpName = string.Join('|', Enum.GetNames<ExecutionProvider>()).ToLowerInvariant(),
        Description = "What computes: the processor, or on Windows a graphics card.",
        CustomParser = argument =>
        {
            string value = argument.Tokens[0].Value;
            if (!char.IsAsciiDigit(value[0]) && Enum.TryParse(value, ignoreCase: true, out ExecutionProvider provider))
                return provider;

            argument.AddError($"--execution-provider takes cpu or directml, and '{value}' is none.");
            return ExecutionProvider.Cpu;
        },
    };

    /// <summary>The language of the file, where its name does not tell.</summary>
    public static Option<string?> Language() => new("--language")
    {
        HelpName = "NAME",
        Description = "The file's language, such as csharp, where its name does not tell.",
    };

    /// <summary>An option that takes a whole number.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="least">The smallest number it takes.</param>
    /// <param name="initial">Its value where it is not given.</param>
    /// <param name="description">What it is for.</param>
    public static Option<int> Number(string name, int least, int initial, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => initial,
        CustomParser = argument => ParseNumber(argument, name, least),
    };

    /// <summary>An option that takes a number.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="least">The smallest number it takes.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="initial">Its value where it is not given.</param>
    /// <param name="description">What it is for.</param>
    public static Option<double> Real(string name, double least, double most, double initial, string description) => new(name)
    {
        HelpName = "X",
        Description = description,
        DefaultValueFactory = _ => initial,
        CustomParser = argument =>
        {
            string value = argument.Tokens[0].Value;
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= least && number <= most)
                return number;

            argument.AddError(string.Create(
                CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, and '{value}' is none."));
            return initial;
        },
    };

    /// <summary>An option that takes a whole number and has no value where it is not given.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="least">The smallest number it takes.</param>
    /// <param name="description">What it is for.</param>
    public static Option<int?> OptionalNumber(string name, int least, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = argument => ParseNumber(argument, name, least),
    };

    private static int ParseNumber(ArgumentResult argument, string name, int least)
    {
        string value = argument.Tokens[0].Value;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least)
            return number;

        argument.AddError($"{name} takes a whole number from {least} up, and '{value}' is none.");
        return least;
    }
}
