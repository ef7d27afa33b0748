using System.Text;
using LspCompletion.Engine;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>A short prompt, tokens written behind it, and a place where something is inserted.</summary>
/// <param name="Tokens">The tokens' texts, those of the prompt first.</param>
/// <param name="PromptLength">How many of them are the prompt.</param>
/// <param name="Insertion">The place of the token before which something is inserted, from 0 on.</param>
internal sealed record MaskExplanation(IReadOnlyList<string> Tokens, int PromptLength, int Insertion)
{
    /// <summary>Characters that hold more tokens than anybody wants to see.</summary>
    private const int MostCharacters = 20_000;

    /// <summary>Takes tokens from the beginning of a text.</summary>
    /// <exception cref="EngineException">The text has too few, or the insertion is behind them.</exception>
    public static MaskExplanation Of(string text, ModelTokenizer tokenizer, int promptLength, int written, int insertion)
    {
        List<int> ids = [];
        tokenizer.Encode(text.AsSpan(0, Math.Min(text.Length, MostCharacters)), ids);
        int count = promptLength + written;
        if (ids.Count < count)
        {
            throw new EngineException(
                $"The text has {ids.Count} tokens from there on, and {count} are wanted; choose an earlier --line, or fewer --tokens and --written.");
        }

        return insertion <= count
            ? new MaskExplanation(
                [.. ids.Take(count).Select(id => Encoding.UTF8.GetString(tokenizer.GetBytes(id)))], promptLength, insertion)
            : throw new EngineException($"There are {count} tokens, and --insert is {insertion}; choose a place from 0 to {count}.");
    }
}
